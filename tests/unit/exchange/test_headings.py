"""What headings name, in four languages and with the field's own words around them."""

from __future__ import annotations

import pytest

from jalon.codelists.listing import read_listing
from jalon.exchange.headings import FIELDS, Headings, is_target, read_hxl, read_value, read_value_heading
from jalon.exchange.values import Measures

MEASURES = Measures({})
HEADINGS = Headings({code: shape.titles for code, shape in MEASURES.shapes.items()})


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Nom", "name"),
        ("NOM ET PRENOM", "name"),
        ("Prénom(s) / Nom(s)", "name"),
        ("Nom / Name", "name"),
        ("Nom de la participante", "name"),
        ("Prénom de l’apprenant(e) *", "given"),
        ("Apellido(s)", "family"),
        ("Né(e) le", "birth"),
        ("Date of birth / Date de naissance", "birth"),
        ("Date de naissance (jj/mm/aaaa)", "birth"),
        ("Sexo (H/M)", "sex"),
        ("Date d'entrée dans le dispositif", "entry"),
        ("Fecha de ingreso", "entry"),
        ("Data de saída", "exit"),
        ("Situation à l'entrée", "employment@entry"),
        ("Statut à la sortie", "employment@exit"),
        ("Niveau de français (sortie)", "french_level@exit"),
        ("Nivel de francés a la entrada", "french_level@entry"),
        ("Situação profissional à saída", "employment@exit"),
        ("Projet professionnel défini (O/N)", "professional_project"),
        ("Motif de sortie", "exit_reason@exit"),
        ("N° de dossier", "reference"),
        ("N°", "ignored"),
        ("#", "ignored"),
        ("Tél.", "phone"),
        ("À corriger / To correct", "ignored"),
        ("Nom du référent", None),
        ("Nom de l'enfant", None),
        ("Date de naissance de l'enfant", None),
        ("Situation 6 mois après", None),
        ("Formation emploi / 12/03", None),
        ("", None),
    ],
)
def test_headings(heading: str, field: str | None) -> None:
    found = HEADINGS.candidates(heading)
    assert (found[0] if found else None) == field


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Jeunes filles", "value[age=youth,sex=female]"),
        ("Number of women", "value[sex=female]"),
        ("Girls (15-24)", "value[age=15-24,sex=female]"),
        ("Mujeres jóvenes", "value[age=youth,sex=female]"),
        ("Homens", "value[sex=male]"),
        ("Niños", "value[age=children]"),
        ("Budget", None),
        ("Hommes et femmes", None),
        ("Nombre", None),
    ],
)
def test_parts_of_totals(heading: str, value: str | None) -> None:
    assert read_value_heading(heading) == value


def test_hxl_tags() -> None:
    assert read_hxl("#reached +f +youth") == "value[age=youth,sex=female]"
    assert read_hxl("#inneed") == read_hxl("#targeted+f") == "ignored", "who was meant is not who was reached"
    assert read_hxl("#date+start") == "period_start"


def test_targets_a_mapping_may_write() -> None:
    assert read_value("value") == {}
    assert read_value("value[sex=female,age=15-24]") == {"sex": "female", "age": "15-24"}
    assert is_target("employment@exit", MEASURES.shapes) and is_target("ignored", MEASURES.shapes)
    assert not is_target("employment@later", MEASURES.shapes) and not is_target("colour", MEASURES.shapes)


def test_the_data_files_name_only_what_exists() -> None:
    fields = {row["field"] for row in read_listing("sheet_columns").rows}
    assert fields <= {*FIELDS, "value", *MEASURES.shapes}
    for row in read_listing("sheet_values").rows:
        if row["field"] in MEASURES.shapes:
            assert row["code"] in MEASURES.shapes[row["field"]].options, row


def test_every_option_is_understood_as_itself() -> None:
    from jalon.errors import NOWHERE
    from jalon.exchange.rows import Answer

    for shape in MEASURES.shapes.values():
        for code, titles in shape.options.items():
            for text in (code, *titles):
                assert MEASURES.read(shape.code, text, NOWHERE) == Answer(code), (shape.code, text)
