"""The one folder that holds all a group owns. Copying it is a backup.

HOME/
  jalon.toml          settings: group name, records address, age bands, whether all is synthetic
  group.key           32 random bytes; keys the set digests, never leaves the group
  site.key            32 random bytes; signs what browsers keep of those who sign in to the site
  records.sqlite3     the records (unless jalon.toml names a PostgreSQL address)
  facts/              Delta tables, manifest.json, definitions
  releases/           frozen figures
  received/           every file imported, named by its digest
  corrections/        correction workbooks, one for each import that left rows out
  publications/       texts whose numbers are bound to figures, and what was published of them
  linkage.json        what the last matching of people learnt: how much each way to agree tells; no names
  overlaps/           for each private overlap asked and not yet read: its secret, and who was asked about, by number
"""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jalon.errors import JalonError
from jalon.withholding import DEFAULT_WITHHOLDING, Withholding, read_withholding

DEFAULT_HOME = "jalon-data"
LINKAGE = "linkage.json"
DEFAULT_AGE_BANDS = (25, 55)
DEFAULT_HEADLINES = ("participants", "countries_reached", "sessions_held", "projects_active")

SETTINGS_TEXT = """\
# Settings of this Jalon folder.

# The group's name, as reports show it.
group = "{group}"

# Where the records live. Left out: records.sqlite3 in this folder.
# A PostgreSQL address moves them there and nothing else changes:
# records = "postgresql://user@host:5432/database"

# Lower bounds of the age bands used in breakdowns: under 25, 25 to 54, 55 and over.
age_bands = [25, 55]

# The figures that the site's first page shows, as links name them. Left out: how many people, countries, sessions
# and projects.
# headlines = ["participants?period=2023", "countries_reached?period=2023"]

# What is withheld from the public: counts under 5 (under 10 of sensitive projects) and what would give them away.
# "Decide what is withheld" in the documentation explains every line. Left out: what is written here.
# [disclosure]
# threshold = 5
# sensitive_threshold = 10
# projects = {{"CODE" = 8}}
# releases = {{"2021-12" = 6}}
# rounding = 5
# merge = ["age_band", "nationality"]
# dominance = 85
# p_percent = 10
# questions = 200

# Staff may also sign in with the accounts they have elsewhere (OpenID Connect). Left out: passwords alone.
# [openid]
# name = "Our accounts"
# server = "https://accounts.example.org"
# client = "jalon"
# secret = "as that server gives it"
"""
ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
"""What stands for one sign in an address."""
OPENID = ("name", "server", "client", "secret")
SYNTHETIC_TEXT = """\
# Everything in this folder is made up: nobody in it is real, and every page and figure says so.
synthetic = true

"""
SYNTHETIC = "synthetic"
SETTINGS = frozenset({"group", "records", "age_bands", "headlines", "disclosure", "openid", SYNTHETIC})


@dataclass(frozen=True, slots=True)
class OpenId:
    """Accounts kept elsewhere, with which staff may sign in too (OpenID Connect)."""

    name: str
    server: str
    client: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Home:
    """A group's folder and its settings, read once. Make with `open_home` or `make_home`."""

    path: Path
    group: str
    records_url: str | None
    age_bands: tuple[int, ...]
    synthetic: bool = False
    """Whether all in it is made up, as in the demonstration; the group's name then says so too."""
    headlines: tuple[str, ...] = DEFAULT_HEADLINES
    """Links of the figures that the site's first page shows."""
    openid: OpenId | None = None
    withholding: Withholding = DEFAULT_WITHHOLDING

    @property
    def facts(self) -> Path:
        return self.path / "facts"

    @property
    def releases(self) -> Path:
        return self.path / "releases"

    @property
    def received(self) -> Path:
        return self.path / "received"

    @property
    def corrections(self) -> Path:
        return self.path / "corrections"

    @property
    def publications(self) -> Path:
        return self.path / "publications"

    @property
    def overlaps(self) -> Path:
        return self.path / "overlaps"

    @property
    def records_file(self) -> Path:
        return self.path / "records.sqlite3"

    @property
    def key(self) -> bytes:
        """The group's key for set digests (HMAC)."""
        return (self.path / "group.key").read_bytes()

    @property
    def site_key(self) -> bytes:
        """The site's key for sessions and forms, made when first asked for. Another one signs everybody out."""
        file = self.path / "site.key"
        if not file.exists():
            make_key(file)
        return file.read_bytes()


def home_path(given: str | Path | None = None) -> Path:
    """The folder meant: the one given, else JALON_HOME, else jalon-data/ here."""
    return Path(given or os.environ.get("JALON_HOME") or DEFAULT_HOME).absolute()


def open_home(given: str | Path | None = None) -> Home:
    """Read the settings of an existing folder.

    Raises `no_home`, `home_with_percent`, `bad_settings`, `bad_disclosure`, `threshold_too_low`.
    """
    path = check_path(home_path(given))
    settings_file = path / "jalon.toml"
    if not settings_file.is_file():
        raise JalonError("no_home", home=path)
    try:
        settings = tomllib.loads(settings_file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise JalonError("bad_settings", file=settings_file, problem=str(error)) from None
    group, records_url = settings.get("group", path.name), settings.get("records")
    age_bands = settings.get("age_bands", list(DEFAULT_AGE_BANDS))
    synthetic = settings.get(SYNTHETIC, False)
    problem = None
    headlines = settings.get("headlines", list(DEFAULT_HEADLINES))
    openid = settings.get("openid")
    if unknown := sorted(settings.keys() - SETTINGS):
        problem = f"there is no setting {unknown[0]}"
    elif not isinstance(group, str) or not isinstance(records_url, str | None):
        problem = "group and records are texts, in quotes"
    elif not isinstance(synthetic, bool):
        problem = "synthetic is true or false"
    elif not is_bands(age_bands):
        problem = "age_bands are whole ages from 1 to 120, each above the one before"
    elif not isinstance(headlines, list) or not all(isinstance(link, str) for link in headlines):
        problem = "headlines are links of figures, each in quotes"
    elif openid is not None and not is_openid(openid):
        problem = f"[openid] takes {', '.join(OPENID)}, each a text in quotes, the server's beginning with https://"
    if problem:
        raise JalonError("bad_settings", file=settings_file, problem=problem)
    if synthetic and SYNTHETIC not in group:
        group = f"{group} ({SYNTHETIC})"
    return Home(
        path=path,
        group=group,
        records_url=records_url,
        age_bands=tuple(age_bands),
        synthetic=synthetic,
        headlines=tuple(headlines),
        openid=OpenId(**openid) if openid else None,
        withholding=read_withholding(settings.get("disclosure"), settings_file),
    )


def check_path(path: Path) -> Path:
    """The Delta library takes paths for addresses, in which `%20` is a space. Raises `home_with_percent`."""
    if found := ESCAPE.search(str(path)):
        raise JalonError("home_with_percent", home=path, found=found[0])
    return path


def is_openid(given: object) -> bool:
    """Whether these are the four settings of a server of accounts. It is asked over TLS alone."""
    if not isinstance(given, dict) or set(given) != set(OPENID):
        return False
    return all(isinstance(text, str) and text for text in given.values()) and given["server"].startswith("https://")


def is_bands(bands: object) -> bool:
    """Whether these are lower bounds of age bands, going up."""
    if not isinstance(bands, list) or not all(type(age) is int and 0 < age <= 120 for age in bands):
        return False
    return bands == sorted(set(bands))


def make_home(given: str | Path | None = None, *, group: str = "") -> Home:
    """Make the folder, its settings and its key; an existing one is left as it is. Raises what `open_home` raises."""
    path = check_path(home_path(given))
    for name in ("", "facts", "releases", "received", "corrections", "publications"):
        folder = path / name
        folder.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    if not (path / "group.key").exists():
        make_key(path / "group.key")
    if not (path / "jalon.toml").exists():
        printable = "".join(sign if sign.isprintable() else " " for sign in group or path.name)
        name = printable.replace("\\", " ").replace('"', "'")
        (path / "jalon.toml").write_text(SETTINGS_TEXT.format(group=name), encoding="utf-8")
    return open_home(path)


def make_key(file: Path) -> None:
    """32 random bytes that only the folder's owner reads; complete or not there at all."""
    written = file.with_suffix(f".{os.getpid()}.new")
    written.touch(mode=0o600)
    written.write_bytes(secrets.token_bytes(32))
    written.replace(file)


def mark_synthetic(home: Home) -> Home:
    """Say in the folder's settings that all in it is made up; the rest of them stays as it was written."""
    return home if home.synthetic else _write_first(home, SYNTHETIC_TEXT)


def set_headlines(home: Home, links: Sequence[str]) -> Home:
    """Say in the folder's settings which figures the site's first page shows, unless they say so already."""
    if home.headlines != DEFAULT_HEADLINES:
        return home
    listed = "".join(f'  "{link}",\n' for link in links)
    return _write_first(home, f"headlines = [\n{listed}]\n\n")


def _write_first(home: Home, text: str) -> Home:
    """Write at the head of the settings, all or nothing."""
    file = home.path / "jalon.toml"
    written = home.path / "jalon.toml.new"
    written.write_text(text + file.read_text(encoding="utf-8"), encoding="utf-8")
    written.replace(file)
    return open_home(home.path)
