"""Where a document is deleted in the admin: not while a mailing is to carry it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail.admin import messages
from wagtail.documents.views.documents import DeleteView
from wagtail.documents.views.multiple import DeleteView as DeleteUploadedView

from home.models import SiteDocument
from registration.domain import mailing_documents


def refusal(request: HttpRequest, documents: Iterable[SiteDocument], *, back_to: str) -> HttpResponse | None:
    """None lets the admin go on; a refusal is shown as a message where the editor came from."""
    try:
        mailing_documents.refuse_deletion(documents)
    except mailing_documents.IsAttached as refused:
        messages.error(request, str(refused))
        return redirect(back_to)
    return None


class DeleteDocument(DeleteView):
    """Asks before it asks whether one is sure."""

    def run_before_hook(self) -> HttpResponse | None:
        back_to = reverse("wagtaildocs:edit", args=[self.object.pk])
        return refusal(self.request, [self.object], back_to=back_to)


class DeleteUploaded(DeleteUploadedView):
    """From the list of what has just been uploaded, where a script asks."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        documents = SiteDocument.objects.filter(pk=kwargs[self.pk_url_kwarg])
        try:
            mailing_documents.refuse_deletion(documents)
        except mailing_documents.IsAttached:
            return JsonResponse({"success": False}, status=409)
        return super().post(request, *args, **kwargs)


urlpatterns = [
    path("documents/delete/<int:document_id>/", DeleteDocument.as_view()),
    path("documents/multiple/<int:doc_id>/delete/", DeleteUploaded.as_view()),
]
