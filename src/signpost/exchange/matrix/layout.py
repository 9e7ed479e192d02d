"""The columns of a matrix as a plain table: a role, a level of it, and how well it needs a competence."""

from __future__ import annotations

ROLE, OF_ROLE, COMPETENCE, REQUIRED = "role", "level of role", "competence", "required level"
IMPORTANCE, STATED = "importance", "stated level"
ROLE_ADDRESS, COMPETENCE_ADDRESS = "role address", "competence address"

NEEDED = (ROLE, COMPETENCE, REQUIRED)
"""Columns without which it is not a matrix."""
COLUMNS = (ROLE, OF_ROLE, COMPETENCE, REQUIRED, IMPORTANCE, STATED, ROLE_ADDRESS, COMPETENCE_ADDRESS)
