"""Experiments as users see them: one list of what spans tell and what older SDKs report, for both APIs."""
