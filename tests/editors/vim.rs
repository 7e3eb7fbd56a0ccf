//! The syntax file of Vim and what it recognises policies by.
//!
//! In: token rules and words. Out: Vim script.

use crate::rules::{Dialect, Rules, escaped};
use crate::words::{ROLES, Role, functions, keywords, units};
use ics::syntax::keyword::KEYWORDS;

const DIALECT: Dialect = Dialect::Vim;
const HEAD: &str = "\" Generated from grammar/ics.pest and the tables of the program: ICS_UPDATE=1 cargo test --test editors\n";

fn group(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Declaration => ("icsDeclaration", "Structure"),
        Role::Constant => ("icsConstant", "Boolean"),
        Role::Operator => ("icsWordOperator", "Operator"),
        Role::Control => ("icsControl", "Conditional"),
        Role::Type => ("icsType", "Type"),
        Role::Clause => ("icsClause", "Keyword"),
    }
}

fn alternatives(words: &[&str]) -> String {
    let one = |word: &&str| word.split(' ').map(|part| escaped(part, DIALECT)).collect::<Vec<_>>().join("[ \\t\u{3000}]+");
    let mut sorted = words.to_vec();
    sorted.sort_by_key(|word| (std::cmp::Reverse(word.chars().count()), *word));
    sorted.iter().map(one).collect::<Vec<_>>().join("|")
}

/// `syntax/icspolicy.vim`.
pub fn syntax(rules: &Rules) -> String {
    let regex = |name: &str| rules.regex(name, DIALECT);
    let any = |names: &[&str]| names.iter().map(|name| regex(name)).collect::<Vec<_>>().join("|");
    let mut lines: Vec<String> = Vec::new();
    let mut line = |text: String| lines.push(text);
    line("if exists('b:current_syntax')\n  finish\nendif\n".to_string());
    line("syntax case match\nsyntax iskeyword @,48-57,_,192-255\n".to_string());

    line(format!(
        "syntax match icsOperator /\\v{}/",
        any(&["op_le", "op_ge", "op_ne", "op_lt", "op_gt", "op_eq", "op_add", "minus", "op_mul", "op_div"])
    ));
    line(format!("syntax match icsArrow /\\v{}/", any(&["arrow", "dots"])));
    line(format!("syntax match icsBar /\\v{}/", any(&["bar"])));
    line(format!("syntax match icsBracket /\\v{}/", any(&["lbrace", "rbrace", "lparen", "rparen", "lbracket", "rbracket"])));
    line("syntax match icsUnit /[%％‰]/".to_string());
    // `<` and `>` stand between letters of two scripts too, so that words are bounded by what is no letter.
    let reserved: Vec<&str> = KEYWORDS.iter().flat_map(|keyword| [keyword.english, keyword.chinese]).collect();
    line(format!("syntax match icsUnitName /\\v%(%({})\\k@!)@!\\K\\k*/ contained", alternatives(&reserved)));
    line(format!("syntax match icsNumber /\\v\\k@1<!{}/ nextgroup=icsUnit,icsUnitName skipwhite", regex("number")));
    line(format!("syntax match icsDate /\\v\\k@1<!{}/", regex("date")));
    let functions = functions();
    line(format!(
        "syntax match icsFunction /\\v\\k@1<!%({})\\ze{}/",
        alternatives(&functions.iter().map(String::as_str).collect::<Vec<_>>()),
        regex("lparen")
    ));
    line(format!("syntax match icsComment /\\v{}.*$/ contains=@Spell", rules.first("comment", DIALECT)));
    line("syntax match icsEscape /\\\\./ contained".to_string());
    line(format!("syntax region icsText start=/\\v{}/ skip=/\\\\./ end=/\\v{}|$/ contains=icsEscape,@Spell", regex("quote"), regex("unquote")));
    line(String::new());

    for role in ROLES {
        let (name, _) = group(role);
        let (several, single): (Vec<&str>, Vec<&str>) = keywords(role).into_iter().partition(|word| word.contains(' '));
        line(format!("syntax keyword {name} {}", single.join(" ")));
        if !several.is_empty() {
            // Where the first word is a keyword by itself, Vim takes the words one by one: they are of one group.
            line(format!("syntax match {name} /\\v\\k@1<!%({})\\k@!/", alternatives(&several)));
        }
    }
    line(String::new());
    for role in ROLES {
        let (name, link) = group(role);
        line(format!("highlight default link {name} {link}"));
    }
    let links = [
        ("icsOperator", "Operator"),
        ("icsArrow", "Special"),
        ("icsBar", "Delimiter"),
        ("icsBracket", "Delimiter"),
        ("icsUnit", "Type"),
        ("icsUnitName", "Type"),
        ("icsNumber", "Number"),
        ("icsDate", "Constant"),
        ("icsFunction", "Function"),
        ("icsComment", "Comment"),
        ("icsEscape", "SpecialChar"),
        ("icsText", "String"),
    ];
    for (name, link) in links {
        line(format!("highlight default link {name} {link}"));
    }
    line("\nlet b:current_syntax = 'icspolicy'".to_string());
    format!("{HEAD}\n{}\n", lines.join("\n"))
}

/// `autoload/icspolicy.vim`: the words and the first lines of a policy.
pub fn words() -> String {
    let list = |words: &[String]| words.iter().map(|word| format!("'{}'", word.replace('\'', "''"))).collect::<Vec<_>>().join(", ");
    let declarations: Vec<String> = keywords(Role::Declaration).into_iter().map(ToString::to_string).collect();
    format!(
        "{HEAD}
let g:icspolicy#declarations = [{}]
let g:icspolicy#units = [{}]

\" Whether the lines of a buffer start as a policy does: a declaration, after blank lines and comments.
function! icspolicy#starts_here() abort
  for l:line in getline(1, 400)
    let l:text = substitute(l:line, '^\\%uFEFF\\|^[[:space:]\u{3000}]\\+', '', 'g')
    if l:text ==# '' || l:text =~# '^[#＃]'
      continue
    endif
    return l:text =~# '\\v^%(' . join(g:icspolicy#declarations, '|') . ')[ \\t\u{3000}]+[^ \\t\u{3000}=:]'
  endfor
  return 0
endfunction
",
        list(&declarations),
        list(&units()),
    )
}
