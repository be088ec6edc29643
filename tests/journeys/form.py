"""What a visitor does with the form, and what they see afterwards."""

from playwright.sync_api import Page, expect

from registration.domain.signup import Applicant


def fill_in(page: Page, person: Applicant, **more: str) -> None:
    page.locator(f"input[name=role][value={person.role}]").check()
    if person.organisation:
        page.locator("[name=organisation]").fill(person.organisation)
    if person.municipality:
        page.locator("[name=municipality]").select_option(person.municipality)
    page.locator("[name=first_name]").fill(person.first_name)
    page.locator("[name=last_name]").fill(person.last_name)
    page.locator("[name=job_title]").fill(person.job_title)
    page.locator("[name=email]").fill(person.address)
    for name, value in more.items():
        page.locator(f"[name={name}]").fill(value)


def send(page: Page) -> None:
    page.locator("main form button[type=submit]").last.click()


def expect_status(page: Page, status: str) -> None:
    expect(page.locator("main [data-registration-status]")).to_have_count(1)
    expect(page.locator("main [data-registration-status]")).to_have_attribute(
        "data-registration-status", status
    )
