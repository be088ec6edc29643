"""The menu group of the registrations, and which address shows which screen."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from registration.models import Mailing, OutboxMessage, Registration
from registration.staff import (
    change_notice,
    letter_actions,
    letter_detail,
    mail_stop,
    mailing,
    mailing_actions,
    mailing_edit,
    needs,
)
from registration.staff.add import Add
from registration.staff.answer_requests import ApproveRequests, DeclineRequests
from registration.staff.ask_whether_cancelled import AskWhetherCancelled
from registration.staff.cancel import Cancel
from registration.staff.change_notice_list import NoticeList
from registration.staff.clear_address import ClearAddress
from registration.staff.correct_address import CorrectAddress
from registration.staff.correct_person import CorrectPerson
from registration.staff.event_desk import EventDesk
from registration.staff.event_list import EventList
from registration.staff.give_seat import GiveSeat
from registration.staff.hand_over import HandOver
from registration.staff.letter_list import LetterList
from registration.staff.letter_text_edit import LetterTextEdit, ResetLetterText
from registration.staff.letter_texts import PERMISSION as MAY_CHANGE_TEXTS
from registration.staff.letter_texts import LetterTextList
from registration.staff.mailing_list import MailingList
from registration.staff.reading_list import ReadingList
from registration.staff.registration_detail import RegistrationDetail
from registration.staff.registration_list import RegistrationList
from registration.staff.renew_links import RenewLinks
from registration.staff.request_queue import RequestQueue
from registration.staff.timeline import TimelineScreen
from registration.staff.timeline_actions import Hold, LetGo, SendNow
from registration.staff.timeline_entry import EntryHtml, EntryScreen


def shown_with(permission: str) -> type[MenuItem]:
    """A menu item for those who may go where it leads."""

    class PermittedMenuItem(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            return request.user.has_perm(permission)

    return PermittedMenuItem


class ListedViewSet(ModelViewSet):
    """A list without the generic screens: rows are changed by actions only, so there is nothing to edit."""

    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50

    def register_admin_url_finder(self) -> None:
        """There is no page to edit a row on."""

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Deleting, for one, is nobody's right; see permissions.py."""
        return Permission.objects.none()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {
            "edit_url_name": None,
            "delete_url_name": None,
            "history_url_name": None,
            "usage_url_name": None,
        }

    def own_urlpatterns(self) -> list[Any]:
        return []

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            *self.own_urlpatterns(),
        ]


class RegistrationViewSet(ListedViewSet):
    model = Registration
    name = "staff_registrations"
    url_prefix = "anmalningar"
    icon = "group"
    menu_label = _("Registrations")
    menu_item_class = shown_with(RegistrationList.permission)
    index_view_class = RegistrationList
    search_fields = RegistrationList.search_fields
    list_export = RegistrationList.list_export
    export_headings = RegistrationList.export_headings
    filterset_class = RegistrationList.filterset_class
    ordering = RegistrationList.default_ordering
    list_display: list[str] = []

    def own_urlpatterns(self) -> list[Any]:
        return [
            path("ny/", Add.as_view(), name="add"),
            path("<row_id:pk>/", RegistrationDetail.as_view(), name="detail"),
            path("<row_id:pk>/plats/", GiveSeat.as_view(), name="give_seat"),
            path("<row_id:pk>/overlat/", HandOver.as_view(), name="hand_over"),
            path("<row_id:pk>/adress/", CorrectAddress.as_view(), name="correct_address"),
            path("<row_id:pk>/uppgifter/", CorrectPerson.as_view(), name="correct_person"),
            path("<row_id:pk>/lankar/", RenewLinks.as_view(), name="renew_links"),
            path("<row_id:pk>/avanmal/", Cancel.as_view(), name="cancel"),
            path("<row_id:pk>/behov/", needs.NeedsOfOne.as_view(), name="needs"),
            path("<row_id:pk>/adress/galler/", ClearAddress.as_view(), name="clear_address"),
            path("<row_id:pk>/fraga/", AskWhetherCancelled.as_view(), name="ask"),
        ]


class LetterViewSet(ListedViewSet):
    model = OutboxMessage
    name = "staff_letters"
    url_prefix = "brev"
    icon = "mail"
    menu_label = _("Letters")
    menu_item_class = shown_with(LetterList.permission)
    index_view_class = LetterList
    filterset_class = LetterList.filterset_class
    ordering = LetterList.default_ordering
    list_display: list[str] = []

    def own_urlpatterns(self) -> list[Any]:
        return [
            path("stoppa/", mail_stop.StopMail.as_view(), name="stop"),
            path("starta/", mail_stop.StartMail.as_view(), name="start"),
            path("<row_id:pk>/", letter_detail.LetterDetail.as_view(), name="letter"),
            path("<row_id:pk>/html/", letter_detail.LetterHtml.as_view(), name="html"),
            path("<row_id:pk>/igen/", letter_actions.Resend.as_view(), name="resend"),
            path("<row_id:pk>/ta-tillbaka/", letter_actions.Drop.as_view(), name="drop"),
        ]


class MailingViewSet(ListedViewSet):
    model = Mailing
    name = "staff_mailings"
    url_prefix = "utskick"
    icon = "mail"
    menu_label = _("Mailings")
    menu_item_class = shown_with(MailingList.permission)
    index_view_class = MailingList
    ordering = MailingList.default_ordering
    list_display: list[str] = []

    def own_urlpatterns(self) -> list[Any]:
        return [
            path("nytt/", mailing_edit.MailingAdd.as_view(), name="add"),
            path("<row_id:pk>/", mailing.MailingScreen.as_view(), name="mailing"),
            path("<row_id:pk>/html/", mailing.MailingHtml.as_view(), name="html"),
            path("<row_id:pk>/lage/", mailing.MailingProgress.as_view(), name="progress"),
            path("<row_id:pk>/andra/", mailing_edit.MailingEdit.as_view(), name="edit"),
            path("<row_id:pk>/prova/", mailing_actions.TryMailing.as_view(), name="try"),
            path("<row_id:pk>/skicka/", mailing_actions.SendMailing.as_view(), name="send"),
            path("<row_id:pk>/stoppa/", mailing_actions.StopMailing.as_view(), name="stop"),
            path("<row_id:pk>/fortsatt/", mailing_actions.ResumeMailing.as_view(), name="resume"),
            path("<row_id:pk>/radera/", mailing_actions.DeleteMailing.as_view(), name="delete"),
        ]


class LetterTextViewSet(ViewSet):
    name = "staff_letter_texts"
    url_prefix = "brevtexter"
    icon = "edit"
    menu_label = _("Letter texts")
    menu_item_class = shown_with(MAY_CHANGE_TEXTS)

    def get_urlpatterns(self) -> list[Any]:
        one = "<slug:kind>/<slug:language>/"
        event = "evenemang/<row_id:pk>/"
        return [
            path("", LetterTextList.as_view(), name="index"),
            path(event, LetterTextList.as_view(), name="event"),
            path(event + one, LetterTextEdit.as_view(), name="event_edit"),
            path(event + one + "aterstall/", ResetLetterText.as_view(), name="event_reset"),
            path(one, LetterTextEdit.as_view(), name="edit"),
            path(one + "aterstall/", ResetLetterText.as_view(), name="reset"),
        ]


class EventDeskViewSet(ViewSet):
    name = "staff_events"
    url_prefix = "platser"
    icon = "calendar-check"
    menu_label = _("Seats and registration")
    menu_item_class = shown_with(EventList.permission)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", EventList.as_view(), name="index"),
            path("results/", EventList.as_view(results_only=True), name="index_results"),
            path("<row_id:pk>/", EventDesk.as_view(), name="event"),
            path("<row_id:pk>/behov/", needs.NeedsOfEvent.as_view(), name="needs"),
            path("<row_id:pk>/tidslinje/", TimelineScreen.as_view(), name="timeline"),
            path("<row_id:pk>/tidslinje/brev/", EntryScreen.as_view(), name="timeline_entry"),
            path("<row_id:pk>/tidslinje/html/", EntryHtml.as_view(), name="timeline_html"),
            path("<row_id:pk>/tidslinje/hall/", Hold.as_view(), name="hold"),
            path("<row_id:pk>/tidslinje/slapp/", LetGo.as_view(), name="let_go"),
            path("<row_id:pk>/tidslinje/skicka/", SendNow.as_view(), name="send_now"),
        ]


class RequestViewSet(ViewSet):
    name = "staff_requests"
    url_prefix = "besked"
    icon = "help"
    menu_label = _("Awaiting answer")
    menu_item_class = shown_with(RequestQueue.permission)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", RequestQueue.as_view(), name="index"),
            path("<row_id:pk>/", RequestQueue.as_view(), name="event"),
            path("ja/", ApproveRequests.as_view(), name="approve"),
            path("nej/", DeclineRequests.as_view(), name="decline"),
        ]


class ChangeViewSet(ViewSet):
    name = "staff_changes"
    url_prefix = "andringar"
    icon = "mail"
    menu_label = _("Changes to tell")
    menu_item_class = shown_with(NoticeList.permission)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", NoticeList.as_view(), name="index"),
            path("<row_id:pk>/", change_notice.NoticeScreen.as_view(), name="notice"),
            path("<row_id:pk>/html/", change_notice.NoticeHtml.as_view(), name="html"),
            path("<row_id:pk>/avfarda/", change_notice.Dismiss.as_view(), name="dismiss"),
            path("<row_id:pk>/angra/", change_notice.TakeBack.as_view(), name="take_back"),
        ]


class ReadingViewSet(ViewSet):
    name = "staff_readings"
    url_prefix = "lasningar"
    icon = "view"
    menu_label = _("Who has read personal data")
    menu_item_class = shown_with(ReadingList.permission)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", ReadingList.as_view(), name="index"),
            path("results/", ReadingList.as_view(results_only=True), name="index_results"),
        ]


class RegistrationGroup(ViewSetGroup):
    items = (
        RegistrationViewSet,
        RequestViewSet,
        EventDeskViewSet,
        ChangeViewSet,
        MailingViewSet,
        LetterViewSet,
        LetterTextViewSet,
        ReadingViewSet,
    )
    menu_label = _("Registrations")
    menu_name = "registrations"
    menu_icon = "group"
    menu_order = 160
