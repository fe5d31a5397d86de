"""Exit reviews, told from lists of people by what they ask."""

from __future__ import annotations

import datetime as dt

from sheets_at_hand import Desk

from jalon.exchange.rows import Answer


def test_an_english_exit_review(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "Exit review": [
                [
                    "Participant",
                    "Exit date",
                    "Reason for leaving",
                    "Employment status",
                    "French level",
                    "Satisfaction (1-5)",
                    "Qualification gained",
                ],
                ["Awa Diop", "17/12/2021", "Found work", "Employed", "B1", 4, "Yes"],
                ["Ali Sy", "20/12/2021", "Moved away", "refused", "A2", "n/a", "No"],
            ]
        }
    )
    awa, ali = desk.read(path).exits
    assert awa.date == dt.date(2021, 12, 17)
    assert {code: answer.code for code, answer in awa.answers.items()} == {
        "exit_reason": "found_work",
        "employment": "employed",
        "french_level": "B1",
        "satisfaction": None,
        "qualification": "yes",
    }
    assert awa.answers["satisfaction"].number == 4
    assert ali.answers["employment"] == Answer(refused=True)
    assert ali.answers["satisfaction"] == Answer()


def test_a_portuguese_exit_review(desk: Desk) -> None:
    path = desk.xlsx(
        {
            "Avaliação de saída": [
                [
                    "Apelido",
                    "Nome",
                    "Data de saída",
                    "Situação profissional",
                    "Motivo de saída",
                    "Projeto profissional definido",
                ],
                ["Silva", "Ana", dt.date(2021, 6, 1), "Empregada", "Encontrou emprego", "Sim"],
            ]
        }
    )
    (row,) = desk.read(path).exits
    assert (row.person.name.family, row.person.name.given, row.date) == ("Silva", "Ana", dt.date(2021, 6, 1))
    assert {code: answer.code for code, answer in row.answers.items()} == {
        "employment": "employed",
        "exit_reason": "found_work",
        "professional_project": "yes",
    }


def test_answers_of_no_stated_moment_ask_which_it_is(desk: Desk) -> None:
    path = desk.csv("Nom;Prénom;Situation;Niveau de français\nBa;Awa;En emploi;B1\n")
    (question,) = desk.read(path).questions
    assert (question.id, question.options) == ("layout:register.csv:register", ("people", "exits"))
    assert desk.answered(path, answer="exits").exits[0].answers["employment"] == Answer("employed")
    assert desk.answered(path, answer="people").people[0].at_entry["french_level"] == Answer("B1")
