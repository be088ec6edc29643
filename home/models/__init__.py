from home.models.accounts import User
from home.models.media import SiteDocument, SiteImage, SiteRendition
from home.models.pages import HomePage, StandardPage
from home.models.settings import SiteSettings

__all__ = [
    "HomePage",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "StandardPage",
    "User",
]
