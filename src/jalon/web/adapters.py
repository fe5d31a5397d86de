"""What django-allauth asks this site: who may make an account, and where to go next."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from jalon.web.language import language_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account from the site; whoever signs in or out is back on its first page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("portfolio", kwargs={"language": language_of(request)})

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("portfolio", kwargs={"language": language_of(request)})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")


class OpenIdAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who is known elsewhere but has no account here stays outside."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False
