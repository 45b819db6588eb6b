"""MLflow's tracing."""

from sidelight.mapping.rule import content_under

CONTENT = content_under(("mlflow.spanInputs",), ("mlflow.spanOutputs",))
