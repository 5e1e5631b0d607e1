//! Where citizens register themselves: a page for whoever has the code of a poster. It shows nothing of
//! anybody, and works in any browser, without a script.

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::field::FieldType;
use domain::kind::{Kind, Record};
use domain::record::{PosterId, SignUp};
use domain::sign_up::{self, SaidAt, Shut};
use domain::text::{Label, Language};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use super::{Refused, Server};
use crate::clock;
use crate::desk::random;
use crate::ledger::Invited;

/// The most that a form holds, in bytes: it has few fields.
const LARGEST_FORM: usize = 8 << 10;

/// As the app's policy, without scripts, and with a form.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

const STYLE: &str = concat!(
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/base.css"),
    include_str!("signing_up.css"),
);

/// The page and its style.
pub fn routes() -> axum::Router<Server> {
    axum::Router::new()
        .route("/tu-ghi-danh/kieu.css", get(style))
        .route("/tu-ghi-danh/{code}", get(page).post(take))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
}

async fn style() -> Response {
    let kept = (CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    let css = (CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    ([css, kept], STYLE).into_response()
}

/// What of the page is to be shown, and in which language.
#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    lang: String,
    /// Somebody has just registered: he is thanked.
    #[serde(default)]
    received: bool,
}

impl Shown {
    fn language(&self) -> Language {
        if self.lang == "en" { Language::English } else { Language::Vietnamese }
    }
}

/// `GET /tu-ghi-danh/{code}`
async fn page(
    State(server): State<Server>,
    Path(code): Path<String>,
    Query(shown): Query<Shown>,
) -> Result<Response, Refused> {
    let sheet = Sheet { code: code.clone(), language: shown.language() };
    if shown.received {
        // Whoever was the last that it takes is thanked too.
        let invited = server.desk().read(move |reader| reader.invited(&code)).await?;
        return Ok(invited.map_or_else(|| sheet.shut(None), |invited| sheet.thanks(&invited)));
    }
    Ok(match invited(&server, code).await? {
        Err(why) => sheet.shut(why),
        Ok(invited) => {
            let form = hex::encode(random::<10>());
            let typed = BTreeMap::from([("form".to_owned(), form)]);
            sheet.asks(StatusCode::OK, &invited, &typed, &BTreeMap::new())
        }
    })
}

/// `POST /tu-ghi-danh/{code}`
async fn take(
    State(server): State<Server>,
    Path(code): Path<String>,
    Query(shown): Query<Shown>,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Result<Response, Refused> {
    let sheet = Sheet { code: code.clone(), language: shown.language() };
    let invited = match invited(&server, code).await? {
        Err(why) => return Ok(sheet.shut(why)),
        Ok(invited) => invited,
    };
    if server.0.guard.sign_up(invited.poster).is_err() {
        return Ok(sheet.crowded());
    }
    // A field that nobody sees is filled in by machines alone: they are told what they want to hear.
    if typed.get("website").is_some_and(|filled| !filled.is_empty()) {
        return Ok(sheet.received());
    }
    let Some(form) = typed.get("form").filter(|form| form.len() == 20) else {
        return Err(Refused::Unreadable);
    };
    let areas: Vec<_> = invited.areas.iter().map(|(area, _)| *area).collect();
    let poster = Some(PosterId(invited.poster));
    let said = SaidAt { poster, areas: &areas, at: clock::now(), form };
    match sign_up::read(&typed, said) {
        Err(wrong) => Ok(sheet.asks(StatusCode::UNPROCESSABLE_ENTITY, &invited, &typed, &wrong)),
        Ok(fields) => {
            let taken =
                server.desk().write(move |ledger| ledger.sign_up(&fields, clock::now())).await?;
            Ok(match taken {
                Ok(()) => sheet.received(),
                Err(why) => sheet.shut(Some(why)),
            })
        }
    }
}

/// What a poster invites to, if it still does.
async fn invited(server: &Server, code: String) -> Result<Result<Invited, Option<Shut>>, Refused> {
    let invited = server.desk().read(move |reader| reader.invited(&code)).await?;
    Ok(match invited {
        None => Err(None),
        Some(invited) => invited.is_open(clock::now().day()).map(|()| invited).map_err(Some),
    })
}

/// A page of a poster.
struct Sheet {
    code: String,
    language: Language,
}

const TITLE: Label = Label("Tự ghi danh", "Register yourself");
const MEANS: Label = Label(
    "Điền thông tin của mình rồi gửi. Cán bộ Hội xem lại rồi mới ghi vào sổ.",
    "Fill in your own data and send it. An officer looks at it before it is recorded.",
);
const AREA: Label = Label("Khu phố", "Neighbourhood");
const CHOOSE: Label = Label("Chọn", "Choose");
const NOT_NEEDED: Label = Label("không bắt buộc", "optional");
const BIRTH_HINT: Label = Label("Như 12/3/1958, hoặc chỉ năm sinh", "Like 12/3/1958, or the year");
const SEND: Label = Label("Gửi", "Send");
const SOMETHING_WRONG: Label =
    Label("Có chỗ cần sửa, ghi bên dưới từng ô.", "Something needs correcting, as said below.");
const THANKS: Label = Label("Đã nhận. Cảm ơn bạn!", "Received. Thank you!");
const THANKS_MEAN: Label = Label(
    "Cán bộ Hội sẽ xem và ghi vào sổ. Bạn có thể đóng trang này.",
    "An officer will look at it and record it. You can close this page.",
);
const ANOTHER: Label = Label("Ghi danh cho người khác", "Register somebody else");
const UNKNOWN: Label = Label("Không có lời mời này", "There is no such invitation");
const OVER: Label = Label("Đã hết hạn ghi danh", "Registration has ended");
const FULL: Label = Label("Đã nhận đủ người", "Enough people have registered");
const NOWHERE: Label =
    Label("Không còn khu phố nào nhận ghi danh", "No neighbourhood takes registrations any more");
const SHUT_MEANS: Label = Label(
    "Gặp chi hội khuyến học ở khu phố để ghi danh.",
    "Please ask the association's branch in your neighbourhood.",
);
const CROWDED: Label = Label("Đang có nhiều người ghi danh", "Many people are registering");
const CROWDED_MEANS: Label =
    Label("Đợi một phút, rồi mở lại trang này.", "Wait a minute, then open this page again.");

impl Sheet {
    fn say(&self, label: Label) -> &'static str {
        label.in_language(self.language)
    }

    /// The address in a language.
    fn address(&self, language: Language) -> String {
        let query = if language == Language::English { "?lang=en" } else { "" };
        format!("/tu-ghi-danh/{}{query}", self.code)
    }

    fn page(&self, status: StatusCode, organisation: &str, body: &Markup) -> Response {
        let (lang, other, other_name) = match self.language {
            Language::Vietnamese => ("vi", Language::English, "English"),
            Language::English => ("en", Language::Vietnamese, "Tiếng Việt"),
        };
        let page = html! {
            (DOCTYPE)
            html lang=(lang) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (self.say(TITLE)) }
                    link rel="stylesheet" href="/tu-ghi-danh/kieu.css";
                }
                body {
                    main {
                        p.over { (organisation) }
                        (body)
                        p.foot { a href=(self.address(other)) { (other_name) } }
                    }
                }
            }
        };
        let headers = [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CACHE_CONTROL, "no-store"),
            (CONTENT_SECURITY_POLICY, POLICY),
        ];
        (status, headers, page.into_string()).into_response()
    }

    fn shut(&self, why: Option<Shut>) -> Response {
        let (status, words) = match why {
            None => (StatusCode::NOT_FOUND, UNKNOWN),
            Some(Shut::Over) => (StatusCode::GONE, OVER),
            Some(Shut::Full) => (StatusCode::GONE, FULL),
            Some(Shut::Nowhere) => (StatusCode::GONE, NOWHERE),
        };
        let body = html! {
            h1 { (self.say(words)) }
            p { (self.say(SHUT_MEANS)) }
        };
        self.page(status, "", &body)
    }

    fn crowded(&self) -> Response {
        let body = html! {
            h1 { (self.say(CROWDED)) }
            p { (self.say(CROWDED_MEANS)) }
        };
        self.page(StatusCode::TOO_MANY_REQUESTS, "", &body)
    }

    /// Leads to the thanks: who goes back from there, or loads them again, sends nothing twice.
    fn received(&self) -> Response {
        let address = self.address(self.language);
        let joined = if address.contains('?') { '&' } else { '?' };
        Redirect::to(&format!("{address}{joined}received=true")).into_response()
    }

    fn thanks(&self, invited: &Invited) -> Response {
        let body = html! {
            h1 { (self.say(THANKS)) }
            p { (self.say(THANKS_MEAN)) }
            p { a.button href=(self.address(self.language)) { (self.say(ANOTHER)) } }
        };
        self.page(StatusCode::OK, &invited.organisation, &body)
    }

    fn asks(
        &self,
        status: StatusCode,
        invited: &Invited,
        typed: &BTreeMap<String, String>,
        wrong: &BTreeMap<&'static str, Label>,
    ) -> Response {
        let text = |name: &str| typed.get(name).map_or("", |text| text.as_str());
        let title = invited.said.title.as_ref().map_or("", |title| title.0.as_str());
        let error = |name: &str| {
            let words = wrong.get(name).map(|label| self.say(*label));
            html! { @if let Some(words) = words { p.error id={ (name) "-loi" } { (words) } } }
        };
        let ticks = |name: &str, label: Label| {
            html! {
                label.tick {
                    input type="checkbox" name=(name) value="1" checked[text(name) == "1"]
                        aria-describedby={ (name) "-loi" };
                    span { (self.say(label)) }
                }
                (error(name))
            }
        };
        let field = |name: &str| {
            let known = field_of(SignUp::KIND, name);
            let needed = name == "name";
            html! {
                label for=(name) {
                    (self.say(known.label))
                    @if !needed { " " span.optional { "(" (self.say(NOT_NEEDED)) ")" } }
                }
                @if name == "birth" { p.hint { (self.say(BIRTH_HINT)) } }
                @match known.ty {
                    FieldType::Choice(choices) => {
                        select id=(name) name=(name) {
                            option value="" { (self.say(CHOOSE)) }
                            @for choice in choices {
                                option value=(choice.value) selected[text(name) == choice.value.to_string()] {
                                    (self.say(choice.label))
                                }
                            }
                        }
                    }
                    _ => {
                        input id=(name) name=(name) value=(text(name)) autocomplete="off"
                            inputmode=[(name == "phone").then_some("tel")]
                            aria-invalid=[wrong.contains_key(name).then_some("true")]
                            aria-describedby={ (name) "-loi" };
                    }
                }
                (error(name))
            }
        };
        let area = |areas: &[(domain::id::RecordId, String)]| {
            html! {
                label for=(sign_up::AREA) { (self.say(AREA)) }
                select id=(sign_up::AREA) name=(sign_up::AREA) {
                    option value="" { (self.say(CHOOSE)) }
                    @for (id, name) in areas {
                        option value=(id.0) selected[text(sign_up::AREA) == id.0.to_string()] { (name) }
                    }
                }
                (error(sign_up::AREA))
            }
        };
        let body = html! {
            h1 { (title) }
            p { (self.say(MEANS)) }
            @if !wrong.is_empty() { p.error role="alert" { (self.say(SOMETHING_WRONG)) } }
            form method="post" action=(self.address(self.language)) {
                input type="hidden" name="form" value=(text("form"));
                div.nobody aria-hidden="true" {
                    label for="website" { "Website" }
                    input id="website" name="website" tabindex="-1" autocomplete="off";
                }
                @for name in ["name", "birth", "sex", "phone"] { (field(name)) }
                @if invited.areas.len() > 1 { (area(&invited.areas)) }
                @for name in ["house", "street"] { (field(name)) }
                @for (name, label) in sign_up::TICKS { (ticks(name, label)) }
                button type="submit" { (self.say(SEND)) }
            }
        };
        self.page(status, &invited.organisation, &body)
    }
}

fn field_of(kind: &'static Kind, name: &str) -> &'static domain::kind::Field {
    kind.field(name).expect("a sign-up is declared with it")
}
