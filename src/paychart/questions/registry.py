"""All public questions, by name, in the order that people are likely to want them."""

from __future__ import annotations

from paychart.questions import careers, holdings, offers, pay, places, plans, times, words
from paychart.questions.question import Question

QUESTIONS: dict[str, Question] = {
    question.name: question
    for module in (pay, places, words, times, careers, plans, offers, holdings)
    for question in module.QUESTIONS
}
