//! What a change says, in a line.

use domain::change::{Act, PRESENCE};
use domain::field::FieldType;
use domain::kind::kind;
use domain::text::{Language, value};
use domain::time::Moment;
use domain::view::work::Said;

use crate::text;

/// What a kind is called.
pub fn kind_name(kind_key: &str, language: Language) -> String {
    kind(kind_key).map_or(kind_key, |kind| kind.label.in_language(language)).to_owned()
}

/// `Điện thoại 0903 000 127; Đường Hoàng Văn Thụ`
pub fn said_line(said: &Said, language: Language) -> String {
    if said.act == Act::Delete {
        return text::DELETED_WORD.in_language(language).to_owned();
    }
    let declared = kind(&said.kind);
    let fields = said.fields.iter().filter(|(name, _)| name.as_str() != PRESENCE);
    let parts: Vec<String> = fields
        .filter_map(|(name, value)| {
            let field = declared?.field(name)?;
            let label = field.label.in_language(language);
            if value.is_null() {
                return Some(format!("{label} {}", text::EMPTY_VALUE.in_language(language)));
            }
            let shown = value::shown(field.ty, value, language);
            let named_elsewhere = matches!(field.ty, FieldType::Ref(_));
            Some(if named_elsewhere { label.to_owned() } else { format!("{label} {shown}") })
        })
        .collect();
    if parts.is_empty() {
        text::KEPT_WORD.in_language(language).to_owned()
    } else {
        parts.join("; ")
    }
}

/// `23/9/2022 08:15`
pub fn when(made: Moment) -> String {
    let (hour, minute) = made.hour_minute();
    format!("{} {hour:02}:{minute:02}", made.day())
}
