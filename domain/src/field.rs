//! The types that a field can have, and what each accepts.

use crate::id::RecordId;
use crate::identity::{Login, Phone};
use crate::text::{Label, normal};
use crate::time::{Birth, Day, Moment, Year};
use crate::value::Value;

/// What a field holds, as far as checking, merging, forms and tables care.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldType {
    /// Free text of at most so many characters.
    Text(usize),
    /// A name of a person or a thing: as text, on one line, at most 120 characters.
    Name,
    /// A Vietnamese telephone number: ten digits, or eleven of a house.
    Phone,
    /// A citizen's number: 12 digits (CCCD), or 9 (the older CMND).
    CitizenId,
    /// What somebody signs in by.
    Login,
    Day,
    Birth,
    Moment,
    Year,
    /// One of few, a small number.
    Choice(&'static [Choice]),
    Flag,
    /// How many.
    Count,
    /// Money, in đồng.
    Dong,
    /// The id of another record, of one of these kinds; none named: of any.
    Ref(&'static [&'static str]),
}

/// One of the few values of a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    pub value: i64,
    pub label: Label,
}

/// Why a value does not fit its field. The sentence for a person is in [`crate::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadValue {
    WrongType,
    TooLong,
    Empty,
    NotADate,
    NotAPhone,
    NotACitizenId,
    NotAChoice,
    OutOfRange,
}

impl FieldType {
    /// Whether a value that is there (not null) fits.
    pub fn check(self, value: &Value) -> Result<(), BadValue> {
        use BadValue::{Empty, NotACitizenId, NotADate, NotAPhone, OutOfRange, TooLong, WrongType};
        let text = || value.as_text().ok_or(WrongType);
        let int = || value.as_int().ok_or(WrongType);
        let ensure = |holds: bool, error| if holds { Ok(()) } else { Err(error) };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            FieldType::Text(most) => ensure(text()?.chars().count() <= most, TooLong),
            FieldType::Name => {
                let name = text()?;
                ensure(!name.trim().is_empty(), Empty)?;
                ensure(name.chars().count() <= 120, TooLong)?;
                ensure(!name.contains(char::is_control), WrongType)
            }
            FieldType::Phone => {
                let phone = text()?;
                ensure(Phone::parse(phone).is_ok_and(|kept| kept.digits() == phone), NotAPhone)
            }
            FieldType::CitizenId => {
                let number = text()?;
                ensure(matches!(number.len(), 9 | 12) && digits(number), NotACitizenId)
            }
            FieldType::Login => {
                let login = text()?;
                ensure(Login::parse(login).is_some_and(|kept| kept.as_str() == login), WrongType)
            }
            // Years 1850 to 2200: wide enough for any paper, narrow enough to stop a slip.
            FieldType::Day => ensure((-43_829..=84_006).contains(&int()?), NotADate),
            FieldType::Birth => {
                let birth = i32::try_from(int()?).map_err(|_| NotADate)?;
                ensure(Birth(birth).is_valid(), NotADate)
            }
            FieldType::Moment => ensure(int()? >= 0, OutOfRange),
            FieldType::Year => ensure((1850..=2200).contains(&int()?), OutOfRange),
            FieldType::Choice(choices) => {
                let chosen = int()?;
                ensure(choices.iter().any(|choice| choice.value == chosen), BadValue::NotAChoice)
            }
            FieldType::Flag => ensure(matches!(int()?, 0 | 1), OutOfRange),
            FieldType::Count => ensure((0..=10_000_000_000).contains(&int()?), OutOfRange),
            FieldType::Dong => ensure(int()?.unsigned_abs() <= 1_000_000_000_000_000, OutOfRange),
            FieldType::Ref(_) => int().map(|_| ()),
        }
    }

    /// Whether two values say the same, however they were typed.
    pub fn same(self, one: &Value, other: &Value) -> bool {
        match (self, one, other) {
            (FieldType::Text(_) | FieldType::Name, Value::Text(one), Value::Text(other)) => {
                one == other || normal(one) == normal(other)
            }
            _ => one == other,
        }
    }

    /// What a figure needs of a personal value: of a birth date the year, of others nothing. It is
    /// what stays of an erased person, so that sums recompute to the same, and what a card shows.
    pub fn erased(self, value: &Value) -> Value {
        match (self, value) {
            (FieldType::Birth, Value::Int(birth)) => {
                Value::Int(i64::from(Birth::in_year(Birth(*birth as i32).year()).0))
            }
            _ => Value::Null,
        }
    }
}

/// A Rust type that a field can have.
pub trait FieldValue: Sized {
    const TYPE: FieldType;
    fn to_value(self) -> Value;
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! field_values {
    ($($ty:ty = $field_type:expr, $to:expr, $from:expr;)*) => {
        $(impl FieldValue for $ty {
            const TYPE: FieldType = $field_type;
            fn to_value(self) -> Value {
                let to: fn($ty) -> Value = $to;
                to(self)
            }
            fn from_value(value: &Value) -> Option<Self> {
                let from: fn(&Value) -> Option<$ty> = $from;
                from(value)
            }
        })*
    };
}

/// Free text up to `MAX` characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<const MAX: usize>(pub String);

impl<const MAX: usize> FieldValue for Text<MAX> {
    const TYPE: FieldType = FieldType::Text(MAX);
    fn to_value(self) -> Value {
        Value::Text(self.0)
    }
    fn from_value(value: &Value) -> Option<Self> {
        value.as_text().map(|text| Self(text.to_owned()))
    }
}

impl<const MAX: usize> From<&str> for Text<MAX> {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// A name of a person or a thing, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(pub String);

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// A sum of money in đồng.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dong(pub i64);

/// How many of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub i64);

field_values! {
    Name = FieldType::Name, |name| Value::Text(name.0), |value| value.as_text().map(Name::from);
    crate::identity::Phone = FieldType::Phone, |phone| Value::Text(phone.digits().to_owned()),
        |value| crate::identity::Phone::parse(value.as_text()?).ok();
    crate::identity::CitizenId = FieldType::CitizenId, |id| Value::Text(id.digits().to_owned()),
        |value| crate::identity::CitizenId::parse(value.as_text()?).ok();
    Login = FieldType::Login, |login| Value::Text(login.as_str().to_owned()), |value| Login::parse(value.as_text()?);
    Day = FieldType::Day, |day| Value::Int(i64::from(day.0)), |value| value.as_int().map(|day| Day(day as i32));
    Birth = FieldType::Birth, |birth| Value::Int(i64::from(birth.0)),
        |value| value.as_int().map(|birth| Birth(birth as i32));
    Moment = FieldType::Moment, |moment| Value::Int(moment.0), |value| value.as_int().map(Moment);
    Year = FieldType::Year, |year| Value::Int(i64::from(year.0)), |value| value.as_int().map(|year| Year(year as i16));
    bool = FieldType::Flag, |flag| Value::Int(i64::from(flag)), |value| value.as_int().map(|flag| flag != 0);
    Count = FieldType::Count, |count| Value::Int(count.0), |value| value.as_int().map(Count);
    Dong = FieldType::Dong, |dong| Value::Int(dong.0), |value| value.as_int().map(Dong);
    RecordId = FieldType::Ref(&[]), |id| Value::Int(id.0), |value| value.as_int().map(RecordId);
}

/// An enum whose variants are the small numbers of a choice, with a label in two languages each.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $value:literal ($vi:literal, $en:literal)),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant = $value),* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            pub fn label(self) -> $crate::text::Label {
                match self { $(Self::$variant => $crate::text::Label($vi, $en)),* }
            }
        }

        impl $crate::field::FieldValue for $name {
            const TYPE: $crate::field::FieldType = $crate::field::FieldType::Choice(&[
                $($crate::field::Choice { value: $value, label: $crate::text::Label($vi, $en) }),*
            ]);
            fn to_value(self) -> $crate::value::Value {
                $crate::value::Value::Int(self as i64)
            }
            fn from_value(value: &$crate::value::Value) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| Some(*one as i64) == value.as_int())
            }
        }
    };
}
pub(crate) use choice;

/// A reference to a record of one kind, or of one of a few.
macro_rules! reference {
    ($($(#[$doc:meta])* $name:ident => $($kind:literal)|+;)*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $crate::id::RecordId);

        impl $crate::field::FieldValue for $name {
            const TYPE: $crate::field::FieldType = $crate::field::FieldType::Ref(&[$($kind),+]);
            fn to_value(self) -> $crate::value::Value {
                $crate::value::Value::Int(self.0.0)
            }
            fn from_value(value: &$crate::value::Value) -> Option<Self> {
                value.as_int().map(|id| Self($crate::id::RecordId(id)))
            }
        })*
    };
}
pub(crate) use reference;
