"""Who signs in, how, and what each account sees that a visitor does not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from staff_words import PASSWORD

from jalon.cli import main
from jalon.errors import JalonError
from jalon.home import Home, make_home, open_home
from records_at import records_at

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NORD = "figures/participants?period=2021&project=NORD"
SMALL = "figures/participants?period=2021&project=PETIT"


@pytest.fixture(scope="module")
def group(template_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """NORD and PETIT are of organisation N, SUD of S; PETIT has three people."""
    from site_group import build_site_group

    made = make_home(tmp_path_factory.mktemp("sign-in") / "home", group="Test group")
    shutil.copy(template_home.records_file, made.records_file)
    with records_at(made):
        build_site_group(made)
        yield open_home(made.path)


@pytest.fixture
def site(group: Home, tmp_path: Path) -> Iterator[Home]:
    """The group in a home of the test's own, its tries not yet counted."""
    from django.core.cache import cache

    from jalon.web.asking import current_site

    shutil.copytree(group.path, tmp_path / "home")
    cache.clear()
    with records_at(open_home(tmp_path / "home")) as home, override_settings(PASSWORD_HASHERS=QUICK):
        assert current_site().home.path == home.path
        yield home


@pytest.fixture
def browser(site: Home) -> Client:
    return Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)


def give(name: str = "awa", role: str = "members", **more: Any) -> Any:
    from jalon.workflows.accounts import add_account

    return add_account(by="keeper", name=name, password=PASSWORD, role=role, **more)


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def send(browser: Client, address: str, **fields: str) -> Any:
    """Open a page's form, fill it in and send it, as a browser does."""
    page = browser.get(address)
    assert page.status_code == 200, page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token, "no form"
    return browser.post(address, {"csrfmiddlewaretoken": token[1], **fields})


def sign_in(browser: Client, name: str = "awa", password: str = PASSWORD, language: str = "en") -> Any:
    return send(browser, f"/{language}/account/sign-in", login=name, password=password)


# ---- signing in and out


@pytest.mark.parametrize("typed", ["awa", "AWA", "awa@example.org"])
def test_by_name_or_address_and_password(browser: Client, typed: str) -> None:
    give(email="awa@example.org")
    answer = sign_in(browser, typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/")
    assert "139 people" in text_of(browser.get("/en/figures/participants?period=2021"))
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


@pytest.mark.parametrize(("language", "said"), [("en", "not correct"), ("fr", "incorrect")])
def test_a_wrong_password_says_neither_name_nor_password(browser: Client, language: str, said: str) -> None:
    give()
    for name in ("awa", "nobody"):
        answer = sign_in(browser, name, "wrong", language)
        assert answer.status_code == 200
        assert said in text_of(answer), text_of(answer)
    assert "Sign in" in text_of(browser.get("/en/"))


def test_after_five_wrong_tries_the_right_password_waits_too(browser: Client) -> None:
    give()
    for _ in range(5):
        assert "not correct" in text_of(sign_in(browser, password="wrong"))
    answer = sign_in(browser)
    assert (answer.status_code, "Too many failed login attempts" in text_of(answer)) == (200, True)


def test_signing_out_leaves_what_is_published(browser: Client) -> None:
    give()
    sign_in(browser)
    answer = send(browser, "/fr/account/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/")
    assert "138 people" in text_of(browser.get("/en/figures/participants?period=2021"))


def test_a_form_without_its_token_is_refused(browser: Client) -> None:
    give()
    answer = browser.post("/en/account/sign-in", {"login": "awa", "password": PASSWORD})
    assert (answer.status_code, "not sent from this site" in text_of(answer)) == (403, True)
    sign_in(browser)
    assert browser.post("/en/account/sign-out").status_code == 403
    assert "awa" in text_of(browser.get("/en/"))


@pytest.mark.parametrize("path", ["signup", "signup/", "accounts/signup/", "password/reset/", "3rdparty/signup/"])
def test_nobody_makes_an_account_or_a_password_from_the_site(browser: Client, path: str) -> None:
    assert browser.get(f"/en/account/{path}").status_code == 404


def test_where_it_leads_afterwards_stays_on_this_site(browser: Client) -> None:
    give()
    page = browser.get(f"/en/{NORD.replace('participants', 'participants/members')}")
    back = re.search(r'href="(/en/account/sign-in\?next=[^"]+)"', page.content.decode())
    assert (page.status_code, back is not None) == (403, True)
    elsewhere = send(browser, "/en/account/sign-in", login="awa", password=PASSWORD, next="https://evil.example/")
    assert elsewhere.headers["Location"] == "/en/"


def test_a_second_factor_is_asked_for_once_it_is_on(browser: Client) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    give()
    sign_in(browser)
    page = browser.get("/en/account/totp/activate/")
    assert page.headers["Location"].startswith("/en/account/confirm?next=")
    assert send(browser, page.headers["Location"], password=PASSWORD).status_code == 302
    page = browser.get("/en/account/totp/activate/")
    assert page.status_code == 200, page
    secret = re.search(r"<code>(\w+)</code>", page.content.decode())
    assert secret

    def code() -> str:
        return str(format_hotp_value(hotp_value(secret[1], next(iter(yield_hotp_counters_from_time())))))

    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token
    wrong = browser.post("/en/account/totp/activate/", {"csrfmiddlewaretoken": token[1], "code": "000000"})
    assert "Incorrect code" in text_of(wrong)
    done = browser.post("/en/account/totp/activate/", {"csrfmiddlewaretoken": token[1], "code": code()})
    codes = browser.get(done.headers["Location"])
    recovery = re.findall(r"<li><code>(\d{8})</code>", codes.content.decode())
    assert len(recovery) == 10
    other = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    answer = sign_in(other)
    assert answer.headers["Location"] == "/en/account/authenticate/"
    assert "138 people" in text_of(other.get("/en/figures/participants?period=2021"))
    assert "Incorrect code" in text_of(send(other, "/en/account/authenticate/", code="000000"))
    assert send(other, "/en/account/authenticate/", code=recovery[0]).status_code == 302
    assert "139 people" in text_of(other.get("/en/figures/participants?period=2021"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_an_account_is_whole_and_speaks_its_language(browser: Client, language: str) -> None:
    from site_pages import Page

    give(role="members", projects=["NORD"])
    before = f"/{language}/account/"
    pages = [browser.get(before + "sign-in")]
    sign_in(browser, language=language)
    pages += [browser.get(before + path) for path in ("", "sign-out", "password", "confirm")]
    send(browser, before + "confirm?next=" + before, password=PASSWORD)
    pages.append(browser.get(before + "totp/activate/"))
    for answer in pages:
        assert answer.status_code == 200, answer
        page = Page(answer.content.decode())
        assert (page.faults, page.language) == ([], language), answer.request["PATH_INFO"]
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src" not in policy and "'unsafe" not in policy


# ---- what an account sees


def test_an_account_of_one_project_sees_its_true_numbers_and_elsewhere_what_is_published(browser: Client) -> None:
    give(role="figures", projects=["PETIT"])
    assert "withheld" in text_of(browser.get(f"/en/{SMALL}"))
    sign_in(browser)
    small = text_of(browser.get(f"/en/{SMALL}"))
    assert "3 people" in small and "withheld" not in small
    assert "live figures and their true numbers" in small
    assert "26 people" in text_of(browser.get(f"/en/{NORD}"))  # 27 today, 26 as published
    both = text_of(browser.get(f"/en/{SMALL}&project=NORD"))
    assert "What you see is published" in both or "You see what is published" in both
    assert "138 people" in text_of(browser.get("/en/figures/participants?period=2021"))
    beside = browser.get("/en/figures/participants?period=2021&project=PETIT&beside=project:PETIT&beside=project:NORD")
    section = re.search(r'<h2 id="overlap">.*?</section>', beside.content.decode(), re.DOTALL)
    assert section is not None
    told = re.sub(r"<form.*?</form>|<[^>]+>", " ", section[0], flags=re.DOTALL)
    assert "withheld" in told and not re.search(r"\b(3|27)\b", told), told
    assert (
        browser.get("/en/compare?indicator=participants&before=release:second&after=today&period=2021").status_code
        == 403
    )
    inside = browser.get(
        "/en/compare?indicator=participants&before=release:second&after=today&period=2021&project=PETIT"
    )
    assert inside.status_code == 200


def test_an_account_of_an_organisation_sees_all_that_is_below_it(browser: Client) -> None:
    give(role="figures", organisations=["N"])
    sign_in(browser)
    assert "27 people" in text_of(browser.get(f"/en/{NORD}"))
    assert "3 people" in text_of(browser.get(f"/en/{SMALL}"))
    assert "live figures" in text_of(browser.get("/en/figures/participants?period=2021&organisation=N"))
    assert "You see what is published" in text_of(browser.get("/en/figures/participants?period=2021&organisation=ROOT"))
    assert "You see what is published" in text_of(browser.get("/en/figures/participants?period=2021&project=SUD"))


def test_what_is_below_goes_all_the_way_down(browser: Client) -> None:
    give(role="figures", organisations=["ROOT"])
    sign_in(browser)
    assert "27 people" in text_of(browser.get(f"/en/{NORD}"))
    assert "live figures" in text_of(browser.get("/en/figures/participants?period=2021&organisation=S"))
    assert "You see what is published" in text_of(browser.get("/en/figures/participants?period=2021"))


def test_members_are_for_accounts_that_open_them_and_each_reading_is_kept(browser: Client) -> None:
    from jalon.records.models import AuditEntry

    members = f"/en/{NORD.replace('participants', 'participants/members')}"
    refused = browser.get(members)
    assert (refused.status_code, "sign_in_first" in text_of(refused)) == (403, True)
    give("reader", "figures")
    give("opener", "members", projects=["NORD"])
    sign_in(browser, "reader")
    refused = browser.get(members)
    assert (refused.status_code, "not_for_you" in text_of(refused)) == (403, True)
    assert "Who is behind it" not in text_of(browser.get(f"/en/{NORD}"))
    send(browser, "/en/account/sign-out")
    sign_in(browser, "opener")
    assert not AuditEntry.objects.filter(action="read_members").exists()
    for _ in range(2):
        page = browser.get(members)
        assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    first, second = AuditEntry.objects.filter(action="read_members").order_by("number")
    assert (first.by, first.reason) == ("opener", "participants?period=2021&project=NORD")
    read = [(one.table, one.change, one.last - one.first + 1) for one in second.records.all()]
    assert sum(count for _, _, count in read) == 27
    assert {(table, change) for table, change, _ in read} == {("subject", "read")}
    assert browser.get(members.replace("NORD", "SUD")).status_code == 403
    assert browser.get("/en/figures/participants/members?period=2021").status_code == 403


def test_members_of_a_comparison_are_kept_as_read_too(browser: Client) -> None:
    from jalon.records.models import AuditEntry

    address = "/en/compare?indicator=participants&before=release:second&after=today&period=2021&open=joined.gained"
    assert browser.get(address).status_code == 404 or browser.get(address).status_code == 403
    give()
    sign_in(browser)
    for _ in range(2):
        assert browser.get(address).status_code == 200
    assert AuditEntry.objects.filter(action="read_members", by="awa").count() == 2


def test_what_is_taken_away_is_gone_with_the_next_page(browser: Client) -> None:
    from jalon.workflows.accounts import change_password, give_access, remove_account

    give()
    sign_in(browser)
    assert "27 people" in text_of(browser.get(f"/en/{NORD}"))
    give_access(by="keeper", name="awa", role="figures", projects=["SUD"])
    assert "26 people" in text_of(browser.get(f"/en/{NORD}"))
    give_access(by="keeper", name="awa", role="figures")
    assert "27 people" in text_of(browser.get(f"/en/{NORD}"))
    change_password(by="keeper", name="awa", password=f"{PASSWORD} again", second_factor_lost=True)
    assert "26 people" in text_of(browser.get(f"/en/{NORD}"))
    sign_in(browser, password=f"{PASSWORD} again")
    assert "27 people" in text_of(browser.get(f"/en/{NORD}"))
    remove_account(by="keeper", name="awa")
    assert "26 people" in text_of(browser.get(f"/en/{NORD}"))


def test_the_audit_holds_no_password_and_no_hash(site: Home) -> None:
    from django.contrib.auth.models import User

    from jalon.records.models import AuditedRecords
    from jalon.workflows.accounts import change_password, remove_account

    give(email="awa@example.org")
    user = User.objects.get()
    assert user.password.startswith("md5$")
    former = user.password
    change_password(by="keeper", name="awa", password=f"{PASSWORD} again")
    remove_account(by="keeper", name="awa")
    kept = str(list(AuditedRecords.objects.values_list("before", flat=True)))
    assert former not in kept and "md5$" not in kept and "example.org" not in kept
    assert not User.objects.exists()


# ---- the commands


def test_accounts_from_the_command_line(site: Home, capsys: pytest.CaptureFixture[str]) -> None:
    from django.contrib.auth import authenticate

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["--home", str(site.path), "--as", "keeper", "user", *arguments])
        told = capsys.readouterr()
        return code, told.out + told.err

    code, said = run("add", "awa", "--role", "members", "--project", "NORD", "--email", "awa@example.org")
    made = re.search(r"shown this once: (\S+)", said)
    assert (code, made is not None) == (0, True)
    assert authenticate(username="awa", password=made[1])
    assert run("list")[1].count("NORD") == 1
    assert run("add", "Awa")[0] == 4
    assert run("add", "b", "--role", "boss")[0] == 2
    assert run("access", "awa", "--role", "figures", "--organisation", "S")[0] == 0
    assert "live figures, S" in run("list")[1]
    assert run("access", "awaa")[0] == 5
    again = re.search(r"shown this once: (\S+)", run("password", "awa", "--generate", "--second-factor-lost")[1])
    assert again and again[1] != made[1]
    assert authenticate(username="awa", password=again[1])
    assert run("remove", "awa")[0] == 6
    assert run("remove", "awa", "--yes")[0] == 0
    assert "awa" not in run("list")[1]


def test_an_unknown_role_or_account_is_said(site: Home) -> None:
    from jalon.workflows.accounts import give_access

    give("awa")
    for name, role, id in (("awa", "boss", "unknown_role"), ("awaa", "figures", "unknown_account")):
        with pytest.raises(JalonError) as refused:
            give_access(by="keeper", name=name, role=role)
        assert refused.value.id == id


@pytest.mark.parametrize("weak", ["short", "123456789012345", "password1234", "awa-awa-awa-awa"])
def test_a_password_that_is_easily_guessed_is_refused(site: Home, weak: str) -> None:
    from jalon.records.actions.accounts import add_account

    with pytest.raises(JalonError) as refused:
        add_account(by="keeper", name="awa-awa-awa-aw", password=weak, role="figures")
    assert refused.value.id == "weak_password"


# ---- accounts kept elsewhere


def test_openid_is_off_unless_the_settings_name_a_server(home: Home) -> None:
    from jalon.web.accounts import account_settings

    assert account_settings(home)["SOCIALACCOUNT_PROVIDERS"] == {}
    assert Client(SERVER_NAME="127.0.0.1").get("/openid/oidc/group/login/").status_code == 404
    file = home.path / "jalon.toml"
    told = '[openid]\nname = "Ours"\nserver = "https://id.example.org"\nclient = "jalon"\nsecret = "kept"\n'
    file.write_text(file.read_text(encoding="utf-8") + told, encoding="utf-8")
    opened = open_home(home.path)
    app = account_settings(opened)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"][0]
    assert (app["name"], app["client_id"], app["settings"]) == (
        "Ours",
        "jalon",
        {"server_url": "https://id.example.org"},
    )
    assert "kept" not in repr(opened)


@pytest.mark.parametrize("given", ['openid = "x"', '[openid]\nname = "x"', "[openid]\nserver = 1"])
def test_settings_of_openid_that_lack_something_are_said(home: Home, given: str) -> None:
    file = home.path / "jalon.toml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{given}\n", encoding="utf-8")
    with pytest.raises(JalonError) as refused:
        open_home(home.path)
    assert refused.value.id == "bad_settings"


def arrive(email: str, verified: bool) -> Any:
    """As the server of accounts says who comes."""
    from allauth.account.models import EmailAddress
    from allauth.core import context
    from allauth.socialaccount.adapter import get_adapter
    from allauth.socialaccount.helpers import complete_social_login
    from allauth.socialaccount.models import SocialAccount, SocialLogin
    from django.contrib.auth.models import AnonymousUser, User
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    request = RequestFactory(SERVER_NAME="127.0.0.1").get("/openid/oidc/group/login/callback/")
    request.session, request.user = SessionStore(), AnonymousUser()
    account = SocialAccount(provider="group", uid="7", extra_data={})
    address = EmailAddress(email=email, verified=verified, primary=True)
    with context.request_context(request):
        provider = get_adapter().get_provider(request, "group")
        login = SocialLogin(user=User(email=email), account=account, email_addresses=[address], provider=provider)
        login.state = {}
        answer = complete_social_login(request, login)
    return request.user, answer


def test_who_is_known_elsewhere_comes_in_only_with_an_account_here(site: Home) -> None:
    told = {"openid_connect": {"APPS": [{"provider_id": "group", "name": "O", "client_id": "c", "secret": "s",
            "settings": {"server_url": "https://id.example.org"}}]}}  # fmt: skip
    give(email="awa@example.org")
    with override_settings(SOCIALACCOUNT_PROVIDERS=told):
        user, answer = arrive("other@example.org", True)
        assert (user.is_authenticated, "No account here" in text_of(answer)) == (False, True)
        user, _ = arrive("awa@example.org", False)
        assert not user.is_authenticated
        user, answer = arrive("awa@example.org", True)
        assert (user.get_username(), answer.status_code) == ("awa", 302)
        user.refresh_from_db()
        assert user.has_usable_password()
