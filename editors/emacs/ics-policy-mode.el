;;; ics-policy-mode.el --- Major mode for ICS scoring policies  -*- lexical-binding: t; coding: utf-8 -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Colours, indentation, an index of declarations, and the language server `ics lsp' by Eglot:
;;
;;   (add-to-list 'load-path "/path/to/editors/emacs")
;;   (require 'ics-policy-mode)
;;   (add-hook 'ics-policy-mode-hook #'eglot-ensure)   ; if wanted
;;
;; The ending .ics is shared with calendars: a buffer is a policy if its first line that is neither
;; blank nor a comment starts a declaration.  The words of the language are in ics-policy-words.el,
;; which is generated.

;;; Code:

(require 'seq)
(require 'ics-policy-words)

(defgroup ics-policy nil
  "Policies that score enterprises."
  :group 'languages)

(defcustom ics-policy-indent-offset 2
  "Columns by which braces indent."
  :type 'integer
  :safe #'integerp)

(defcustom ics-policy-program "ics"
  "The program that has the language server."
  :type 'string)

(defconst ics-policy--blank "[ \t　]")
(defconst ics-policy--name "[[:alpha:]_][[:alnum:]_]*")

;;;; Recognition

(defconst ics-policy--declaration-regexp
  (concat (regexp-opt ics-policy-declarations t) ics-policy--blank "+[^ \t　\n=:]"))

(defun ics-policy-buffer-p ()
  "Whether the buffer is a file of the ending .ics that starts as a policy does."
  (and buffer-file-name
       (string-match-p "\\.ics\\(?:\\.~.*~\\|~\\)?\\'" buffer-file-name)
       (save-excursion
         (save-match-data
           (goto-char (point-min))
           (when (eq (char-after) #xFEFF) (forward-char))
           (while (and (not (eobp)) (looking-at "[ \t　\r]*\\(?:[#＃].*\\)?$"))
             (forward-line))
           (let ((case-fold-search nil))
             (looking-at (concat ics-policy--blank "*" ics-policy--declaration-regexp)))))))

;;;###autoload
(add-to-list 'magic-mode-alist '(ics-policy-buffer-p . ics-policy-mode))

;;;; Syntax

(defvar ics-policy-mode-syntax-table
  (let ((table (make-syntax-table)))
    (dolist (char '(?# ?＃)) (modify-syntax-entry char "<" table))
    (modify-syntax-entry ?\n ">" table)
    ;; Any quotation mark closes any other.
    (dolist (char '(?\" ?“ ?” ?＂)) (modify-syntax-entry char "|" table))
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?_ "_" table)
    (dolist (pair '((?{ . ?}) (?｛ . ?｝) (?\( . ?\)) (?（ . ?）) (?\[ . ?\]) (?［ . ?］) (?【 . ?】)))
      (modify-syntax-entry (car pair) (string ?\( (cdr pair)) table)
      (modify-syntax-entry (cdr pair) (string ?\) (car pair)) table))
    (dolist (char (string-to-list "%％‰+＋-－−*×＊/÷／=＝<＜>＞≤≥≠!！.．,，、;；:：|｜?？→…—"))
      (modify-syntax-entry char "." table))
    table)
  "Syntax of policies.")

(defun ics-policy--propertize (start end)
  "End texts that are open at the end of a line, between START and END."
  (goto-char start)
  (while (re-search-forward "\n" end t)
    (save-excursion
      (when (nth 3 (syntax-ppss (match-beginning 0)))
        (put-text-property (match-beginning 0) (match-end 0) 'syntax-table (string-to-syntax "|"))))))

;;;; Colours

(defun ics-policy--words (words)
  "An expression for WORDS, in which blanks may be any."
  (let ((sorted (sort (copy-sequence words) (lambda (a b) (> (length a) (length b))))))
    (concat "\\_<\\(?:"
            (mapconcat (lambda (word)
                         (mapconcat #'regexp-quote (split-string word " ") (concat ics-policy--blank "+")))
                       sorted "\\|")
            "\\)\\_>")))

(defun ics-policy--several (words)
  "Those of WORDS that are several."
  (seq-filter (lambda (word) (string-match-p " " word)) words))

(defconst ics-policy--unit-regexp
  (concat "[%％‰]\\|" ics-policy--name))

(defvar ics-policy-font-lock-keywords
  `((,(concat "\\_<" (regexp-opt ics-policy-declarations t) ics-policy--blank "+\\(" ics-policy--name "\\)")
     (1 font-lock-keyword-face)
     (2 (ics-policy--unless-keyword 2 font-lock-function-name-face)))
    (,(concat "\\_<\\(?:" ics-policy-date-regexp "\\)") . font-lock-constant-face)
    (,(concat "\\_<\\(" ics-policy-number-regexp "\\)" ics-policy--blank "*\\(" ics-policy--unit-regexp "\\)?")
     (1 'ics-policy-number-face)
     (2 (ics-policy--unless-keyword 2 font-lock-type-face) nil t))
    (,(concat "\\_<" (regexp-opt ics-policy-functions t) "[(（]") 1 font-lock-builtin-face)
    ;; Keywords of several words come before those that are one of them.
    (,(ics-policy--words (ics-policy--several ics-policy-clauses)) . font-lock-keyword-face)
    (,(ics-policy--words (ics-policy--several ics-policy-operators)) . font-lock-builtin-face)
    (,(ics-policy--words ics-policy-clauses) . font-lock-keyword-face)
    (,(ics-policy--words ics-policy-declarations) . font-lock-keyword-face)
    (,(ics-policy--words ics-policy-operators) . font-lock-builtin-face)
    (,(ics-policy--words ics-policy-constants) . font-lock-constant-face)
    (,(ics-policy--words ics-policy-controls) . font-lock-keyword-face)
    (,(ics-policy--words ics-policy-types) . font-lock-type-face)
    (,ics-policy-arrow-regexp . font-lock-builtin-face)
    (,(concat "[:：]" ics-policy--blank "*\\(" ics-policy--unit-regexp "\\)") 1 font-lock-type-face)
    (,(concat "^" ics-policy--blank "*\\(" ics-policy--name "\\)" ics-policy--blank
              "*\\(?:[\"“”＂].*[\"“”＂]\\)?" ics-policy--blank "*[:：]")
     1 font-lock-variable-name-face))
  "Colours of policies.")

(defface ics-policy-number-face '((t :inherit font-lock-constant-face))
  "Face of numbers.")

(defconst ics-policy--keyword-regexp
  (ics-policy--words (append ics-policy-declarations ics-policy-constants ics-policy-operators
                             ics-policy-controls ics-policy-types ics-policy-clauses)))

(defun ics-policy--keyword-start-p (position)
  "Whether a keyword, perhaps of several words, starts at POSITION."
  (save-excursion
    (goto-char position)
    (save-match-data
      (let ((case-fold-search nil))
        (looking-at ics-policy--keyword-regexp)))))

(defun ics-policy--unless-keyword (group face)
  "FACE for what GROUP matched, unless it is a keyword."
  (unless (ics-policy--keyword-start-p (match-beginning group)) face))

;;;; Indentation and index

(defun ics-policy-indent-line ()
  "Indent a line by the braces and brackets that are open before it."
  (interactive)
  (let* ((offset (- (current-column) (current-indentation)))
         (depth (save-excursion
                  (back-to-indentation)
                  (let ((open (nth 0 (syntax-ppss))))
                    (if (looking-at "[]}｝)）］】]") (1- open) open))))
         (column (* ics-policy-indent-offset (max 0 depth))))
    (indent-line-to column)
    (when (> offset 0) (forward-char (min offset (- (line-end-position) (point)))))))

(defvar ics-policy-imenu-generic-expression
  (mapcar (lambda (word)
            (list word (concat "^" ics-policy--blank "*" (regexp-quote word) ics-policy--blank "+\\("
                               (if (member word '("test" "测试")) "[\"“”＂].*?[\"“”＂]" ics-policy--name)
                               "\\)")
                  1))
          (seq-difference ics-policy-declarations '("ensure" "保证")))
  "Declarations, by their keyword.")

;;;###autoload
(define-derived-mode ics-policy-mode prog-mode "ICS"
  "Major mode for policies that score enterprises.

\\{ics-policy-mode-map}"
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "[#＃]+[ \t　]*")
  (setq-local comment-end "")
  (setq-local indent-line-function #'ics-policy-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local electric-indent-chars (append '(?\n ?} ?｝) electric-indent-chars))
  (setq-local syntax-propertize-function #'ics-policy--propertize)
  (setq-local font-lock-defaults '(ics-policy-font-lock-keywords nil nil))
  (setq-local imenu-generic-expression ics-policy-imenu-generic-expression)
  (setq-local imenu-case-fold-search nil))

;;;; Language server

(defvar eglot-server-programs)

(defun ics-policy--server (&rest _)
  "The command of the language server."
  (list ics-policy-program "lsp"))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((ics-policy-mode :language-id "ics-policy") . ics-policy--server)))

(provide 'ics-policy-mode)
;;; ics-policy-mode.el ends here
