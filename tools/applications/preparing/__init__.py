"""Getting ready for a job and its interviews: requirements, stories, questions, the employer, red flags."""
