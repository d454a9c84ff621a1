"""The make-up of a synthetic health information department: titles, employer types, credentials, columns."""

from __future__ import annotations

# Title, occupation, weight, grade and the rank of its level among the occupation's workers (0 junior, 1 senior).
ROLES: tuple[tuple[str, str, float, int, float], ...] = (
    ("Medical Records Clerk", "29-2072", 9, 3, 0.15),
    ("Release of Information Specialist", "29-2072", 9, 4, 0.25),
    ("HIM Technician", "29-2072", 10, 4, 0.35),
    ("Medical Coder I", "29-2072", 10, 5, 0.4),
    ("Medical Coder II", "29-2072", 14, 6, 0.6),
    ("Inpatient Coder III", "29-2072", 9, 7, 0.8),
    ("Coding Auditor", "29-2072", 5, 8, 0.9),
    ("Clinical Documentation Specialist", "29-2072", 5, 8, 0.9),
    ("Cancer Registrar", "29-9021", 4, 7, 0.5),
    ("Health Information Technologist", "29-9021", 4, 8, 0.6),
    ("HIM Supervisor", "11-9111", 3, 9, 0.2),
    ("HIM Manager", "11-9111", 3, 10, 0.4),
    ("HIM Director", "11-9111", 1, 12, 0.8),
    ("Health Informatics Analyst", "15-1211", 4, 9, 0.5),
    ("Privacy and Compliance Officer", "13-1041", 2, 9, 0.6),
    ("Patient Registration Secretary", "43-6013", 8, 3, 0.3),
)
EMPLOYERS = (
    ("622000", "Hospital", 0.68),
    ("621100", "Physician office", 0.16),
    ("621400", "Outpatient clinic", 0.11),
    ("524000", "Health insurer", 0.05),
)
CREDENTIALS = ("RHIT", "CCS", "CPC", "RHIA", "COC", "CDIP", "CHDA", "CRC")
SEXES, RACES = ("F", "M"), ("White", "Black", "Hispanic", "Asian", "Other")
COLUMNS = (
    "Employee ID",
    "Job Title",
    "Grade",
    "Department",
    "City",
    "Facility Type",
    "Base Pay",
    "Pay Basis",
    "Hours Per Week",
    "Years Experience",
    "Years Of Service",
    "Education Level",
    "Certifications",
    "Sex",
    "Race",
    "Manager ID",
    "Source",
)
