from registration.leaving import BY_STATUS
from registration.models import Registration


def test_every_status_that_can_be_left_has_its_own_words():
    assert set(BY_STATUS) == set(Registration.Status) - set(Registration.ENDED)
    for name in ("question", "consequence", "button", "keep"):
        assert len({str(getattr(words, name)) for words in BY_STATUS.values()}) == len(BY_STATUS)
