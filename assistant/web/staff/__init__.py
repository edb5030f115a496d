"""The pages of the staff: sign-in, documents, questions and feedback, golden answers, people."""
