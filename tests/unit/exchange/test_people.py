"""Lists of people: titles, notes and totals around them, names and dates in any form, four languages."""

from __future__ import annotations

import datetime as dt

import pytest
from sheets_at_hand import PROJECT, Desk, fault_places, full_names, with_measure

from jalon.errors import JalonError
from jalon.exchange.rows import Answer, Context, Layout, Precision


def test_an_english_list_with_titles_notes_totals_and_every_kind_of_date(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "Register": [
                ["Women's Skills Project"],
                ["Participant list 2021 – confidential"],
                [],
                [
                    "No.",
                    "Surname",
                    "First name(s)",
                    "DOB",
                    "Gender",
                    "Nationality",
                    "Phone number",
                    "Start date",
                    "End date",
                    "Employment status at entry",
                    "Highest level of education",
                    "Employment status at exit",
                    "Comments",
                ],
                [
                    1,
                    "O'Brien",
                    "Máire",
                    "07/23/1990",
                    "F",
                    "Irish",
                    "+353 1 555",
                    "03/15/2021",
                    "12/17/2021",
                    "Unemployed",
                    "High school",
                    "Employed",
                    "ok",
                ],
                [
                    2,
                    "SMITH-JONES",
                    "Anna",
                    "3 March 1985",
                    "Female",
                    "British",
                    555123,
                    "2021-04-02",
                    None,
                    "Long-term unemployed",
                    "University",
                    None,
                    None,
                ],
                [
                    3,
                    "Doe",
                    "Jane",
                    1990,
                    "F",
                    "Senegalese",
                    None,
                    dt.date(2021, 5, 1),
                    None,
                    "Employed",
                    "Primary school",
                    "?",
                    None,
                ],
                [],
                ["Total participants: 3"],
                ["Note: data as of 31 December 2021"],
            ]
        }
    )
    reading = desk.read(path)
    assert not reading.faults and not reading.questions
    first, second, third = reading.people
    assert full_names(reading.people) == ["Máire O'Brien", "Anna SMITH-JONES", "Jane Doe"]
    assert first.birth and first.birth.first_day == dt.date(1990, 7, 23)
    assert (first.sex, first.nationality, first.entry, first.exit) == (
        "female",
        "IE",
        dt.date(2021, 3, 15),
        dt.date(2021, 12, 17),
    )
    assert first.at_entry == {"employment": Answer("unemployed"), "education": Answer("upper_secondary")}
    assert first.at_exit == {"employment": Answer("employed")}
    assert second.phone == "555123"
    assert second.at_exit == {}, "a blank was not asked"
    assert third.at_exit == {"employment": Answer()}, "a question mark was asked, without an answer"
    assert third.birth and third.birth.precision is Precision.YEAR
    assert (third.place.row, third.place.column) == (7, "Surname")
    assert {notice.place.row for notice in reading.notices} == {9, 10}


def test_a_spanish_list_in_cp1252_where_m_beside_h_is_mujer(desk: Desk) -> None:
    path = desk.csv(
        "Lista de participantes\n\nNombre;Apellidos;Fecha de nacimiento;Sexo;Nacionalidad;Fecha de ingreso;Situación laboral (entrada);Nivel de estudios\n"
        "María José;Núñez Peña;12 de marzo de 1990;M;colombiana;15-ene-2021;Desempleada;Bachillerato\n"
        "Juan;López;31/12/88;H;venezolano;30/06/2021;En paro desde hace más de un año;Sin estudios\n",
        "cp1252",
    )
    reading = desk.read(path)
    assert not reading.faults and not reading.questions
    maria, juan = reading.people
    assert (maria.name.given, maria.name.family, maria.sex, maria.nationality) == (
        "María José",
        "Núñez Peña",
        "female",
        "CO",
    )
    assert (juan.sex, juan.nationality, juan.entry) == ("male", "VE", dt.date(2021, 6, 30))
    assert maria.birth and maria.birth.first_day == dt.date(1990, 3, 12)
    assert juan.at_entry == {"employment": Answer("long_unemployed"), "education": Answer("none")}


def test_a_portuguese_list_whose_heading_says_the_order_of_day_and_month(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "Folha1": [
                [
                    "Nome completo",
                    "Data de nascimento (dd/mm/aaaa)",
                    "Género",
                    "País",
                    "Data de inscrição (dd-mm-aaaa)",
                    "Situação face ao emprego à entrada",
                    "Telemóvel",
                    "Local",
                ],
                [
                    "Conceição da Silva",
                    "05/04/1992",
                    "Feminino",
                    "Cabo Verde",
                    "03/02/2021",
                    "Desempregada há mais de um ano",
                    "912 345 678",
                    "Praia",
                ],
                ["João Évora", "01/12/1999", "M", "Guiné-Bissau", "10/03/2021", "Estudante", 912345679, "Mindelo"],
                ["TOTAL", None, None, 2],
            ]
        }
    )
    reading = desk.read(path)
    assert not reading.faults and not reading.questions
    silva, evora = reading.people
    assert (silva.name.family, silva.name.given) == ("Conceição da Silva", "")
    assert silva.birth and silva.birth.first_day == dt.date(1992, 4, 5)
    assert (silva.country, silva.site, silva.entry) == ("CV", "Praia", dt.date(2021, 2, 3))
    assert (evora.sex, evora.country, evora.phone) == ("male", "GW", "912345679")
    assert silva.at_entry == {"employment": Answer("long_unemployed")}
    assert evora.at_entry == {"employment": Answer("in_education")}


@pytest.mark.parametrize("format", ["xls", "ods"])
def test_old_workbooks_and_open_documents_read_alike(desk: Desk, format: str) -> None:
    rows = [
        ["Registre 2021"],
        ["Nom", "Prénom", "Née le", "Date d'entrée", "N° de dossier", "Satisfaction"],
        ["Ba", "Awa", dt.date(1990, 5, 6), dt.date(2021, 5, 6), 12, 4],
        ["Sy", "Ali", "=1+1", dt.date(2021, 5, 6), "A-13", 5],
    ]
    reading = desk.read(desk.xls(rows) if format == "xls" else desk.ods(rows))
    assert fault_places(reading) == [("cell_uncached", 4, "Née le")]
    (person,) = reading.people
    assert (person.reference, person.entry, person.place.row) == ("12", dt.date(2021, 5, 6), 3)
    assert person.birth and person.birth.first_day == dt.date(1990, 5, 6)
    assert person.at_exit["satisfaction"].number == 4


def test_headings_in_two_rows(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "L": [
                ["Identité", None, None, "Situation", None, "Niveau de français", None],
                ["Nom", "Prénom", "Né(e) le", "Entrée", "Sortie", "Entrée", "Sortie"],
                ["Ba", "Awa", "12/05/90", "En emploi", "CDI", "A1", "B1"],
                ["Sy", "Ali", "25/05/90", "Étudiant", "au chômage", "A0", "A2"],
            ]
        },
        {"L": ["A1:C1", "D1:E1", "F1:G1"]},
    )
    awa, ali = desk.read(path).people
    assert awa.at_entry == {"employment": Answer("employed"), "french_level": Answer("A1")}
    assert ali.at_exit == {"employment": Answer("unemployed"), "french_level": Answer("A2")}
    assert ali.birth and ali.birth.first_day == dt.date(1990, 5, 25)


def test_headings_in_two_rows_without_merged_cells(desk: Desk) -> None:
    path = desk.csv("Identité,,Situation,\nNom,Prénom,Entrée,Sortie\nBa,Awa,En emploi,CDI\n")
    (awa,) = desk.read(path).people
    assert (awa.at_entry, awa.at_exit) == ({"employment": Answer("employed")}, {"employment": Answer("employed")})
    assert awa.entry is None


def test_names_in_any_column_and_order(desk: Desk) -> None:
    path = desk.csv(
        "Prénoms et noms|Date naiss.|Date d'arrivée\nM. Jean PIERRE|28/2/75|24-mai-21\nMme  Awa   Ba|1/2/75|25-mai-21\n"
    )
    assert [person.name.family for person in desk.read(path).people] == ["Jean PIERRE", "Awa Ba"]
    path = desk.csv("N°,Nom,Post-nom,Prénom,Date d'entrée\n1,KABILA,Mutombo,Jean,2021-02-01\n")
    (person,) = desk.read(path).people
    assert (person.name.family, person.name.given) == ("KABILA Mutombo", "Jean")


def test_a_heading_that_names_someone_else_is_no_name(desk: Desk) -> None:
    path = desk.csv("Nom du référent;Nom;Prénom;Date d'entrée\nDurand;Ba;Awa;2021-02-01\n")
    reading = desk.read(path)
    assert full_names(reading.people) == ["Awa Ba"]
    assert [notice.place.column for notice in reading.notices] == ["Nom du référent"]


def test_two_columns_for_one_thing_ask(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Date d'entrée;Date d'inscription\nBa;Awa;2021-03-01;2021-02-01\n")
    (question,) = desk.read(path).questions
    assert question.options == ("Date d'entrée", "Date d'inscription")
    (person,) = desk.answered(path, answer="Date d'inscription").people
    assert person.entry == dt.date(2021, 2, 1)


def test_columns_of_the_same_heading_are_told_apart(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Téléphone;Téléphone;Date d'entrée\nBa;Awa;1;2;2021-03-01\n")
    reading = desk.read(path)
    assert reading.people[0].phone == "1"
    assert desk.used(path).sheets[0].columns["Téléphone (2)"] == "ignored"


def test_repeated_headings_titles_of_groups_and_blank_rows_are_left_out(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "L": [
                ["Nom", "Prénom", "Date d'entrée"],
                ["Groupe du matin", None, None],
                ["Ba", "Awa", dt.date(2021, 1, 2)],
                [None, None, None],
                ["Nom", "Prénom", "Date d'entrée"],
                ["Sy", "Ali", dt.date(2021, 1, 2)],
            ]
        },
        {"L": ["A2:C2"]},
    )
    reading = desk.read(path)
    assert full_names(reading.people) == ["Awa Ba", "Ali Sy"]
    assert [notice.place.row for notice in reading.notices] == [2, 5]


def test_a_row_with_one_word_is_asked_about_rather_than_counted(desk: Desk) -> None:
    path = desk.csv("Nom et prénom;Date de naissance;Date d'entrée\nGroupe A;;\nBa Awa;1990-02-01;2021-01-02\n")
    reading = desk.read(path)
    assert full_names(reading.people) == ["Ba Awa"]
    assert fault_places(reading) == [("row_unclear", 2, "Nom et prénom")]


def test_a_person_whose_name_begins_like_a_foot_is_a_person(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Date d'entrée\nTotal;Marie;2021-03-01\nNoteboom;Jan;2021-03-01\n")
    assert full_names(desk.read(path).people) == ["Marie Total", "Jan Noteboom"]


def test_prepared_rows_with_formulas_only_are_blank(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "L": [
                ["Nom", "Prénom", "Date d'entrée", "Âge"],
                ["Ba", "Awa", dt.date(2021, 1, 2), "=2021-1990"],
                [None, None, None, "=1+1"],
            ]
        }
    )
    reading = desk.read(path)
    assert len(reading.people) == 1 and not reading.faults


def test_a_formula_never_calculated_is_a_fault_not_a_blank(desk: Desk) -> None:
    path = desk.xlsx(
        {"L": [["Nom", "Prénom", "Date d'entrée"], ["=A1&B1", "Awa", dt.date(2021, 1, 2)], ["Ba", "Awa", "=1+1"]]}
    )
    assert fault_places(desk.read(path)) == [("cell_uncached", 2, "Nom"), ("cell_uncached", 3, "Date d'entrée")]


def test_contradictions_between_dates(desk: Desk) -> None:
    path = desk.csv(
        "Nom;Prénom;Née le;Entrée;Sortie\nBa;Awa;1990-01-02;2021-05-01;2021-04-01\nSy;Ali;2021-05-02;2021-05-01;\nDo;Re;2023-01-01;2021-05-01;\n"
        "Mi;Fa;1990-01-02;2021-05-01;en cours\n"
    )
    reading = desk.read(path)
    assert fault_places(reading) == [
        ("exit_before_entry", 2, "Sortie"),
        ("entry_before_birth", 3, "Entrée"),
        ("date_implausible", 4, "Née le"),
    ]
    assert reading.people[0].exit is None


def test_commands_in_cells_are_faults_even_in_columns_nobody_reads(desk: Desk) -> None:
    path = desk.csv(
        "Nom,Prénom,Date d'entrée,Téléphone,Notes\n=cmd|' /C calc'!A0,Awa,2021-03-01,,\nSy,Ali,2021-03-01,,=cmd|' /C calc'!A0\n"
        "Ba,Awa,2021-03-01,+33 6 12 34,-\n"
    )
    reading = desk.read(path)
    assert fault_places(reading) == [("cell_command", 2, "Nom"), ("cell_command", 3, "Notes")]
    assert reading.people[0].phone == "+33 6 12 34"


def test_a_row_that_names_nobody_and_a_row_too_long(desk: Desk) -> None:
    path = desk.csv(
        "Nom;Prénom;Date d'entrée\n;;2021-03-01\nBa;Awa;2021-03-01;x\nBa;Awa;2021-03-01;;\n"
        + "X" * 301
        + ";Awa;2021-03-01\n"
    )
    assert fault_places(desk.read(path)) == [
        ("row_without_name", 2, "Nom"),
        ("row_ragged", 3, None),
        ("cell_too_long", 5, "Nom"),
    ]


def test_answers_that_are_not_understood_name_the_nearest(desk: Desk) -> None:
    path = desk.csv(
        "Nom;Prénom;Date d'entrée;Nationalité;Situation à l'entrée;Satisfaction\nBa;Awa;2021-03-01;Sénégale;demandeuse demploie;9\n"
    )
    faults = desk.read(path).faults
    assert [(fault.id, fault.place.column) for fault in faults] == [
        ("value_not_understood", "Nationalité"),
        ("value_not_understood", "Situation à l'entrée"),
        ("number_out_of_range", "Satisfaction"),
    ]
    assert faults[0].as_error().nearest == "Senegal (SN)"
    assert "demandeuse" in (faults[1].as_error().nearest or "")


def test_countries_that_share_a_name_are_never_chosen_between(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Date d'entrée;Nationalité\nBa;Awa;2021-03-01;Congolaise\nSy;Ali;2021-03-01;RDC\n")
    reading = desk.read(path)
    assert fault_places(reading) == [("country_ambiguous", 2, "Nationalité")]
    assert reading.people[0].nationality == "CD"


def test_a_measure_of_the_groups_own(desk: Desk) -> None:
    context = with_measure(
        "confidence",
        "level",
        ["Self-confidence", "Confiance en soi"],
        {"low": ["Low", "Faible"], "high": ["High", "Forte"]},
    )
    path = desk.csv(
        "Nom;Prénom;Date d'entrée;Confiance en soi (entrée);Confiance en soi à la sortie\nBa;Awa;2021-03-01;faible;refus\n"
    )
    (person,) = desk.read(path, context=context).people
    assert person.at_entry == {"confidence": Answer("low")}
    assert person.at_exit == {"confidence": Answer(refused=True)}


def test_a_follow_up_months_after_is_not_taken_for_the_exit(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Date d'entrée;Situation 6 mois après la sortie\nBa;Awa;2021-03-01;En emploi\n")
    reading = desk.read(path)
    assert reading.people[0].at_exit == {} == reading.people[0].at_entry
    assert [notice.place.column for notice in reading.notices] == ["Situation 6 mois après la sortie"]


def test_a_column_whose_values_never_fit_its_heading_is_left_out_and_said(desk: Desk) -> None:
    path = desk.csv(
        "Nom;Prénom;Date d'entrée;Emploi\nBa;Awa;2021-03-01;infirmière\nSy;Ali;2021-03-01;médecin\nDo;Re;2021-03-01;aide-soignante\n"
    )
    assert [person.occupation for person in desk.read(path).people] == ["infirmière", "médecin", "aide-soignante"]


def test_births_on_1_january_are_taken_as_given_unless_told(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Née le;Entrée\nBa;Awa;1990-01-01;2021-05-01\n")
    reading, mapping = desk.read(path), desk.used(path)
    assert reading.people[0].birth and reading.people[0].birth.precision is Precision.DAY
    assert [notice.place.column for notice in reading.notices] == ["Née le"]
    told = mapping.model_copy(update={"first_january": "year"})
    assert [person.birth.precision for person in desk.read(path, mapping=told).people if person.birth] == [
        Precision.YEAR
    ]


def test_m_alone_under_a_spanish_heading_asks(desk: Desk) -> None:
    path = desk.csv("Nombre;Apellidos;Sexo;Fecha de ingreso\nAna;López;M;2021-03-25\n")
    assert desk.read(path).questions[0].options == ("female", "male")
    assert desk.answered(path, answer="female").people[0].sex == "female"


def test_lost_letters_stay_lost(desk: Desk) -> None:
    (person,) = desk.read(desk.csv("Nom;Prénom;Entrée\nKova?;Th?-Mai;2021-03-25\n")).people
    assert person.name.has_lost_letters


def test_a_file_without_headings_is_refused(desk: Desk) -> None:
    with pytest.raises(JalonError) as refused:
        desk.read(desk.csv("Ba;Awa;F\nSy;Ali;M\n"))
    assert refused.value.id == "nothing_recognised"


def test_sheets_without_a_table_are_left_out_and_said(desk: Desk) -> None:
    path = desk.xlsx(
        {"L": [["Nom", "Prénom", "Entrée"], ["Ba", "Awa", dt.date(2021, 3, 1)]], "Lisez-moi": [["Ceci est une note"]]}
    )
    reading = desk.read(path)
    assert [notice.place.sheet for notice in reading.notices] == ["Lisez-moi"]
    assert [sheet.layout for sheet in desk.used(path).sheets] == [Layout.PEOPLE, Layout.IGNORED]


def test_progress_is_told(desk: Desk) -> None:
    seen: list[tuple[str, int, int]] = []
    desk.read(desk.csv("Nom;Prénom;Entrée\nBa;Awa;2021-03-25\n"), progress=lambda *told: seen.append(told))
    assert seen == [("register.csv · register", 0, 1), ("register.csv · register", 1, 1)]


def test_a_project_without_dates_asks_for_the_year_once(desk: Desk) -> None:
    context = Context(None, None, PROJECT.today, {})
    path = desk.csv("Nom;Prénom;Née le;Entrée\nBa;Awa;1990-01-02;25/03\nSy;Ali;1991-01-02;29/02\nDo;Re;14/05;26/03\n")
    (question,) = desk.read(path, context=context).questions
    assert question.id == "year:register.csv:register:Entrée"
    assert question.options[0] == str(PROJECT.today.year) and len(question.options) == 10
    answered = desk.answered(path, answer="2021", context=context)
    assert [person.entry for person in answered.people] == [dt.date(2021, 3, 25)]
    assert fault_places(answered) == [("date_without_year", 3, "Entrée"), ("birth_without_year", 4, "Née le")]


def test_headings_without_rows_are_said(desk: Desk) -> None:
    (notice,) = desk.read(desk.csv("Nom;Prénom;Entrée\n")).notices
    assert notice.text_fr == "Aucune ligne sous les en-têtes."
