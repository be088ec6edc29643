import pytest

from events.roles import Role
from registration.domain import seat_words
from registration.domain.capacity import Refusal


@pytest.mark.parametrize("role", Role)
def test_each_refusal_has_a_sentence_of_its_own(role):
    sentences = {seat_words.for_staff(refusal, role=role) for refusal in Refusal}

    assert len(sentences) == len(Refusal)
    assert all(sentence.endswith(".") for sentence in sentences)
