"""The shapes of answers, for OpenAPI. The rooms make the answers; tests hold real ones against these shapes."""
