import pytest


@pytest.mark.django_db
def test_staff_log_in_to_the_forum_and_not_to_the_software_it_runs_on(client):
    page = client.get("/admin/login/").text

    assert "Logga in i Bostadsforum" in page
    assert "Logga in till Wagtail" not in page
