from registration.models import Segment


def test_segment_is_read_as_it_was_kept():
    segment = Segment(
        roles=("builder",), municipalities=("0182",), statuses=("offered",), attendance="online"
    )

    assert Segment.read(segment.kept()) == segment


def test_without_a_word_it_is_those_with_a_seat():
    assert Segment.read({}).statuses == ("confirmed",)


def test_what_a_later_version_kept_is_passed_by():
    assert Segment.read({"roles": ["builder"], "shoe_size": 42}) == Segment(roles=("builder",))
