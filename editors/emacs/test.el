;;; test.el --- Holds the mode against the language  -*- lexical-binding: t; coding: utf-8 -*-

;;; Commentary:
;; Run from the root of the repository with `emacs --batch -Q -L editors/emacs -l editors/emacs/test.el': the mode compiles without
;; a warning, recognises policies, colours the samples as the program reads them, and indents.  Ends with "all is well".

;;; Code:

(require 'bytecomp)
(require 'imenu)

(defvar ics-policy-test-wrong nil)

(defconst ics-policy-test-root default-directory)

(defun ics-policy-test-say (format &rest arguments)
  "Remember that something is wrong: FORMAT with ARGUMENTS."
  (push (apply #'format format arguments) ics-policy-test-wrong))

(let ((byte-compile-error-on-warn t)
      (byte-compile-dest-file-function (lambda (_) (make-temp-file "ics-policy" nil ".elc"))))
  (dolist (file '("ics-policy-words.el" "ics-policy-mode.el"))
    (unless (byte-compile-file (expand-file-name file "editors/emacs"))
      (ics-policy-test-say "%s does not compile without a warning" file))))

(require 'ics-policy-mode)

(defun ics-policy-test-kind (face)
  "The letters that a map may have for what FACE shows."
  (let ((face (if (consp face) (car face) face)))
    (pcase face
      ((or 'font-lock-comment-face 'font-lock-comment-delimiter-face) "c")
      ('font-lock-string-face "t")
      ('ics-policy-number-face "n")
      ('font-lock-constant-face "dR")
      ('font-lock-keyword-face "DCR")
      ('font-lock-builtin-face "RsCw")
      ('font-lock-type-face "Cws")
      (_ "wsb?"))))

(defun ics-policy-test-colours (file map)
  "Compare the colours of FILE with MAP."
  (with-current-buffer (find-file-noselect file)
    (unless (eq major-mode 'ics-policy-mode) (ics-policy-test-say "%s is taken for %s" file major-mode))
    (font-lock-ensure)
    (goto-char (point-min))
    (let ((letters (with-temp-buffer (insert-file-contents (expand-file-name map ics-policy-test-root)) (buffer-string))))
      (unless (= (length letters) (1- (point-max))) (ics-policy-test-say "%s has another length" map))
      (dotimes (at (length letters))
        (let ((letter (aref letters at)) (char (char-after (1+ at))))
          (unless (or (memq letter '(?\s ?\n))
                      (seq-contains-p (ics-policy-test-kind (get-text-property (1+ at) 'face)) letter))
            (ics-policy-test-say "%s:%d: %c is %c, shown in %S" file (line-number-at-pos (1+ at)) char letter
                                 (get-text-property (1+ at) 'face))))))
    (kill-buffer)))

(dolist (name '("tech_sme_2017" "tech_sme_2017_zh"))
  (ics-policy-test-colours (format "policies/%s.ics" name) (format "editors/samples/%s.kinds" name)))
(dolist (name '("words_en" "words_zh"))
  (ics-policy-test-colours (format "editors/samples/%s.ics" name) (format "editors/samples/%s.kinds" name)))

(with-current-buffer (find-file-noselect "tests/cases/faulty/calendar.ics")
  (when (eq major-mode 'ics-policy-mode) (ics-policy-test-say "a calendar is taken for a policy")))

;; Lines that only close, or only open, stand where braces put them.
(dolist (file '("policies/tech_sme_2017.ics" "policies/tech_sme_2017_zh.ics"))
  (with-current-buffer (find-file-noselect file)
    (goto-char (point-min))
    (while (re-search-forward "^[ ]*[}｝]\\|[{｛]$" nil t)
      (let ((before (current-indentation)))
        (ics-policy-indent-line)
        (unless (= before (current-indentation))
          (ics-policy-test-say "%s:%d: indented by %d" file (line-number-at-pos) (current-indentation))))
      (end-of-line))
    (let ((names (mapcar #'car (imenu--make-index-alist t))))
      (unless (seq-some (lambda (name) (member name '("indicator" "指标"))) names)
        (ics-policy-test-say "%s: the index has only %S" file names)))
    (set-buffer-modified-p nil)))

;; A text that is open ends with its line.
(with-temp-buffer
  (insert "source \"open\nlet a = 1\n")
  (ics-policy-mode)
  (font-lock-ensure)
  (unless (eq (get-text-property 14 'face) 'font-lock-keyword-face)
    (ics-policy-test-say "an open text runs on: %S" (get-text-property 14 'face))))

(dolist (line (or (reverse ics-policy-test-wrong) '("all is well"))) (message "%s" line))
(kill-emacs (if ics-policy-test-wrong 1 0))

;;; test.el ends here
