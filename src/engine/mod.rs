//! What each action of the AWS Private CA API means here: checks, states, errors and outcomes.
