"""Social networks by the names resumes give them, with where their profiles stand."""

NETWORKS = {
    "linkedin": "https://linkedin.com/in/", "github": "https://github.com/", "gitlab": "https://gitlab.com/", "stackoverflow": "", "stack overflow": "", "twitter": "https://twitter.com/",
    "xing": "https://xing.com/profile/", "behance": "https://behance.net/", "dribbble": "https://dribbble.com/", "medium": "https://medium.com/@", "facebook": "https://facebook.com/",
    "instagram": "https://instagram.com/", "orcid": "https://orcid.org/", "kaggle": "https://kaggle.com/", "leetcode": "https://leetcode.com/", "google scholar": "",
    "researchgate": "", "youtube": "", "x": "", "mastodon": "", "bluesky": "", "soundcloud": "",
}  # fmt: skip
