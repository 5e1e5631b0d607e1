//! A kind of record, declared once. From the declaration follow the table, the wire form, what a
//! form accepts, the columns of a sheet and how a change reads in the history.

use crate::change::Fields;
use crate::field::FieldType;
use crate::record::KINDS;
use crate::text::Label;
use crate::value::Value;

/// A kind of record: what it is called, what it holds, whom it concerns and where it belongs.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is said of a kind by itself")]
pub struct Kind {
    /// Its name on the wire and its table's name.
    pub key: &'static str,
    pub label: Label,
    pub fields: &'static [Field],
    /// How a record of this kind gets the areas in whose scope it lies.
    pub area: AreaRule,
    /// In which areas one needs a right to write it, where that is not where it lies.
    pub written_in: Option<AreaRule>,
    /// The field that names who moves, where a record can take somebody out of his areas: then a
    /// right where he is now suffices.
    pub moves: Option<&'static str>,
    /// Whose personal data it holds.
    pub person: PersonRule,
    /// The fields that say from when until when an episode ran, where the kind is one.
    pub episode: Option<Episode>,
    /// Whether a record is itself a scope that helpers can be given (an event's list).
    pub gives_scope: bool,
    /// Whether a record of it is never deleted: money is reversed, an erasure cannot be undone.
    pub forever: bool,
    /// Whether accepted changes of it are journalled beside the server's database.
    pub journalled: bool,
    /// The field that ends it, where one does: once it says something, nothing personal of the record is
    /// kept any longer.
    pub emptied_by: Option<&'static str>,
    /// Whether the app writes it by itself, of what somebody does: nobody's work, and nothing to wait for.
    pub note: bool,
}

impl Kind {
    /// What a kind is unless its declaration says otherwise.
    pub const PLAIN: Kind = Kind {
        key: "",
        label: Label("", ""),
        fields: &[],
        area: AreaRule::Everywhere,
        written_in: None,
        moves: None,
        person: PersonRule::Nobody,
        episode: None,
        gives_scope: false,
        forever: false,
        journalled: false,
        emptied_by: None,
        note: false,
    };

    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Where a field stands in the order in which people read the kind's; what it does not know is last.
    pub fn place(&self, key: &str) -> usize {
        self.fields.iter().position(|field| field.key == key).unwrap_or(self.fields.len())
    }

    /// The fields whose values make the record's id; none: the id is a running one.
    pub fn key_fields(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|field| field.has(Mark::Key))
    }

    pub fn has_derived_id(&self) -> bool {
        self.key_fields().next().is_some()
    }

    /// The field that says when an episode ended, where these fields have it end before it begins.
    pub fn ends_too_early(&self, fields: &Fields) -> Option<&'static str> {
        let Episode { since, until } = self.episode?;
        let day = |field: &str| fields.get(field).and_then(Value::as_int);
        (day(until)? < day(since)?).then_some(until)
    }

    pub fn is_personal(&self, field: &str) -> bool {
        // A field that this version does not know may be personal: better safe.
        self.field(field).is_none_or(|field| field.has(Mark::Personal))
    }
}

/// The kind of this name, if this version knows it.
pub fn kind(key: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.key == key)
}

/// One field of a kind.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    pub label: Label,
    pub ty: FieldType,
    pub marks: &'static [Mark],
}

impl Field {
    pub fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// Whether people say it of a new record.
    pub fn is_said_by_people(&self) -> bool {
        !self.has(Mark::Server) && !self.has(Mark::Machine)
    }

    /// Whether people may say it anew of a record that is there.
    pub fn may_change(&self) -> bool {
        self.is_said_by_people() && !self.has(Mark::Key) && !self.has(Mark::Once)
    }
}

/// What is special about a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A record cannot be without it.
    Required,
    /// A fact that makes the record what it is: part of a derived id, never changed.
    Key,
    /// Said once, when the record is made: money, mostly. A mistake is reversed, not edited.
    Once,
    /// Personal data: erased on request, and left out for those who only count.
    Personal,
    /// Comes along when the record is seen from outside its areas, as a card.
    Card,
    /// A day that must have come when it is said.
    Past,
    /// A day that lies ahead, as a rule, when it is said.
    Ahead,
    /// The server's alone to say: no device's word on it is taken.
    Server,
    /// It names the account that writes the record, and no other.
    Author,
    /// The app says it, not a person: it stands in no sentence about a change.
    Machine,
}

/// How a record gets its areas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AreaRule {
    /// The whole association shares it.
    Everywhere,
    /// It lies in the area that this field names.
    Field(&'static str),
    /// It lies where the records lie that these fields refer to.
    Through(&'static [&'static str]),
    /// It lies where the episodes lie that refer to it, (kind, field) each: the open ones; where
    /// none is open, the one that ended last.
    Carried(&'static [(&'static str, &'static str)]),
}

/// Whose personal data a record holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PersonRule {
    Nobody,
    /// The record is the person.
    Itself,
    /// The person that the first of these fields refers to which is said.
    Fields(&'static [&'static str]),
}

/// The two fields of an episode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Episode {
    pub since: &'static str,
    pub until: &'static str,
}

/// A Rust view of one kind of record. Every field may be missing: a change sets only some.
pub trait Record: Default {
    const KIND: &'static Kind;
    fn from_fields(fields: &crate::change::Fields) -> Self;
    /// The fields that are there.
    fn into_fields(self) -> crate::change::Fields;
}

/// Declares a kind of record: its Rust type and its [`Kind`], from one list of fields.
///
/// The macro builds only data; plain functions read it.
macro_rules! record {
    (
        $(#[$doc:meta])*
        $name:ident = $key:literal ($vi:literal, $en:literal) with { $($property:ident: $value:expr),* $(,)? } {
            $($(#[$fdoc:meta])* $field:ident: $ty:ty, ($fvi:literal, $fen:literal) $(, $mark:ident)*;)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name { $($(#[$fdoc])* pub $field: Option<$ty>),* }

        impl $crate::kind::Record for $name {
            const KIND: &'static $crate::kind::Kind = &$crate::kind::Kind {
                key: $key,
                label: $crate::text::Label($vi, $en),
                fields: &[$($crate::kind::Field {
                    key: stringify!($field),
                    label: $crate::text::Label($fvi, $fen),
                    ty: <$ty as $crate::field::FieldValue>::TYPE,
                    marks: &[$($crate::kind::Mark::$mark),*],
                }),*],
                $($property: $value,)*
                ..$crate::kind::Kind::PLAIN
            };

            fn from_fields(fields: &$crate::change::Fields) -> Self {
                Self { $($field: fields.get(stringify!($field))
                    .and_then(<$ty as $crate::field::FieldValue>::from_value)),* }
            }

            fn into_fields(self) -> $crate::change::Fields {
                let mut fields = $crate::change::Fields::new();
                $(if let Some(value) = self.$field {
                    fields.insert(stringify!($field).to_owned(), $crate::field::FieldValue::to_value(value));
                })*
                fields
            }
        }
    };
}
pub(crate) use record;
