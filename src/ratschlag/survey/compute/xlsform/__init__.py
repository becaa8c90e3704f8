"""Our questionnaires as XLSForm (the convention of ODK and KoBo), and XLSForms as ours."""
