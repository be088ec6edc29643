import pytest
from django.test import Client


@pytest.mark.django_db
def test_old_address_of_the_icon_leads_to_the_drawing():
    client = Client()

    response = client.get("/favicon.ico")

    assert response.status_code == 302
    assert client.get(response.url)["Content-Type"] == "image/svg+xml"
