"""The tools for letters, mails, documents and templates as the model and the command line see them."""

from tools.content import documents, exporting, presenting, service
from tools.content.examples import EXAMPLES
from tools.content.schemas import (
    DocumentDetail,
    DocumentList,
    DocumentReference,
    ExportResume,
    GeneratedContent,
    LetterRequest,
    ListDocuments,
    MailRequest,
    RemovedDocument,
    RewriteLetter,
    ShowDocument,
    TemplateList,
)
from tools.registry import AnySpec, ToolSpec
from tools.resumes.schemas import NoArguments

WRITE_COVER_LETTER = ToolSpec(
    name="write_cover_letter", area="tailoring", effect="write", input=LetterRequest, output=GeneratedContent,
    examples=EXAMPLES["write_cover_letter"], pipeline=service.PIPELINE,
    description="Write a cover letter for one job. Every sentence in it is held by the resume or by the posting.",
    run=service.begin_letter, present=presenting.present_content,
)  # fmt: skip
REWRITE_LETTER = ToolSpec(
    name="rewrite_letter", area="tailoring", effect="write", input=RewriteLetter, output=GeneratedContent,
    examples=EXAMPLES["rewrite_letter"], pipeline=service.PIPELINE,
    description="Write a cover letter or mail anew with another tone, length, language or emphasis; the one before "
    "is kept.",
    run=documents.rewrite_letter, present=presenting.present_content,
)  # fmt: skip
WRITE_EMAIL = ToolSpec(
    name="write_email", area="tailoring", effect="write", own_words=("details",),
    input=MailRequest, output=GeneratedContent,
    examples=EXAMPLES["write_email"],
    description="Draft an e-mail about an application: follow-up, thanks for an interview, decline, question about "
    "the status, request for a referral, availability. Nothing is sent.",
    run=service.write_email, present=presenting.present_content,
)  # fmt: skip
EXPORT_RESUME = ToolSpec(
    name="export_resume", area="tailoring", effect="write", input=ExportResume, output=DocumentDetail,
    examples=EXAMPLES["export_resume"], gather=exporting.gather_export, run=exporting.export_resume,
    description="Hand out a tailored resume as a file: PDF, Word (docx), Markdown, plain text or JSON Resume, in a "
    "template and on a paper of choice.",
    present=presenting.present_document,
)  # fmt: skip
LIST_DOCUMENTS = ToolSpec(
    name="list_documents", area="tailoring", input=ListDocuments, output=DocumentList,
    examples=EXAMPLES["list_documents"], description="List the letters, mails and files that were made.",
    run=documents.list_documents, present=presenting.present_documents,
)  # fmt: skip
SHOW_DOCUMENT = ToolSpec(
    name="show_document", area="tailoring", input=ShowDocument, output=DocumentDetail,
    examples=EXAMPLES["show_document"], description="Show one letter, mail or file with what checking it has shown.",
    run=documents.show_document, present=presenting.present_document,
)  # fmt: skip
REMOVE_DOCUMENT = ToolSpec(
    name="remove_document", area="tailoring", effect="write", input=DocumentReference, output=RemovedDocument,
    examples=EXAMPLES["remove_document"], description="Delete one letter, mail or file; undo brings it back.",
    run=documents.remove_document, present=presenting.present_removed,
)  # fmt: skip
LIST_TEMPLATES = ToolSpec(
    name="list_templates", area="tailoring", input=NoArguments, output=TemplateList,
    examples=EXAMPLES["list_templates"], gather=exporting.gather_templates, run=exporting.list_templates,
    description="List the templates: how resumes and letters can look, and which e-mails can be written.",
    present=presenting.present_templates,
)  # fmt: skip

SPECS: tuple[AnySpec, ...] = (
    WRITE_COVER_LETTER, REWRITE_LETTER, WRITE_EMAIL, EXPORT_RESUME, LIST_DOCUMENTS, SHOW_DOCUMENT, REMOVE_DOCUMENT,
    LIST_TEMPLATES,
)  # fmt: skip
