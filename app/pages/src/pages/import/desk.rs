//! A sheet on its way: the file is read by the papers worker, its lines go through here a part at a time
//! to the store, to be looked through first and written then.

use std::rc::Rc;

use domain::id::RecordId;
use domain::import::{Means, Plan, Rules, SheetLine};
use domain::record::ConsentForm;
use domain::text::Label;
use domain::time::Day;
use domain::view::import::{Checked, LeftOut, Remark, Written};
use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::deed::{new_form, today};
use crate::papers::Papers;
use crate::store_client::ask;
use crate::text;
use letters::{
    AskMatching, BeginImport, CheckLines, EndImport, FromPapers, KeepMatching, SheetView, ToPapers,
    Trouble, WriteLines,
};

/// How many lines are looked through, and written, at once: some tenths of a second.
const PART_CHECKED: usize = 500;
const PART_WRITTEN: usize = 200;

/// How many lines are listed that somebody should look at.
const MOST_REMARKS: usize = 5_000;

/// No list of people is larger, in bytes.
const LARGEST_FILE: f64 = 50.0 * 1024.0 * 1024.0;

/// Where the sheet stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// No file is chosen.
    Choosing,
    Opening,
    /// What its columns mean is asked.
    Matching,
    /// So many rows are looked through.
    Checking(u32),
    Checked,
    /// So many rows are dealt with.
    Writing(u32),
    /// The whole is written; or a part, where somebody has stopped it.
    Written {
        whole: bool,
    },
}

/// What stopped a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Stopped {
    Said(Label),
    Trouble(Trouble),
}

/// What is known of the sheet so far.
#[derive(Clone, Copy)]
pub struct Desk {
    papers: StoredValue<Option<Rc<Papers>>, LocalStorage>,
    pub step: RwSignal<Step>,
    pub stopped: RwSignal<Option<Stopped>>,
    /// The file's name.
    pub file: RwSignal<String>,
    pub sheets: RwSignal<Vec<SheetView>>,
    /// Which of them it is.
    pub sheet: RwSignal<usize>,
    pub columns: RwSignal<Vec<Option<Means>>>,
    /// Whether the columns are as somebody matched them before.
    pub remembered: RwSignal<bool>,
    pub area: RwSignal<Option<RecordId>>,
    pub branch: RwSignal<Option<RecordId>>,
    pub consent: RwSignal<Option<ConsentForm>>,
    pub on: RwSignal<String>,
    pub checked: RwSignal<Checked>,
    pub remarks: RwSignal<Vec<Remark>>,
    pub rules: RwSignal<Rules>,
    pub written: RwSignal<Written>,
    pub left_out: RwSignal<Vec<LeftOut>>,
    /// By which the store knows the import that was written last.
    pub import: RwSignal<i64>,
    /// Turned when somebody has enough of what is being done.
    enough: RwSignal<bool>,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            papers: StoredValue::new_local(None),
            step: RwSignal::new(Step::Choosing),
            stopped: RwSignal::new(None),
            file: RwSignal::default(),
            sheets: RwSignal::default(),
            sheet: RwSignal::new(0),
            columns: RwSignal::default(),
            remembered: RwSignal::new(false),
            area: RwSignal::new(None),
            branch: RwSignal::new(None),
            consent: RwSignal::new(None),
            on: RwSignal::new(today().to_string()),
            checked: RwSignal::default(),
            remarks: RwSignal::default(),
            rules: RwSignal::new(Rules::default()),
            written: RwSignal::default(),
            left_out: RwSignal::default(),
            import: RwSignal::new(0),
            enough: RwSignal::new(false),
        }
    }

    /// The sheet that was chosen.
    pub fn view(self) -> Option<SheetView> {
        self.sheets.with(|sheets| sheets.get(self.sheet.get()).cloned())
    }

    pub fn has_name(self) -> bool {
        self.columns.with(|columns| {
            columns.contains(&Some(Means::Name)) || columns.contains(&Some(Means::GivenName))
        })
    }

    /// What was said of the sheet, if it is enough.
    pub fn plan(self) -> Option<Plan> {
        Some(Plan {
            columns: self.has_name().then(|| self.columns.get())?,
            area: self.area.get(),
            branch: self.branch.get(),
            consent: self.consent.get()?,
            on: Day::parse(&self.on.get()).filter(|on| *on <= today())?,
        })
    }

    /// How many lines would be written, by the rules that are chosen.
    pub fn will(self) -> u32 {
        let (checked, rules) = (self.checked.get(), self.rules.get());
        let taken = |count, decision| {
            if decision == domain::import::Decision::LeaveOut { 0 } else { count }
        };
        let faulty = if rules.without_faults { checked.faulty } else { 0 };
        let chosen = self.remarks.with(|remarks| {
            let by_hand = remarks.iter().filter_map(|remark| {
                let twin = remark.twin.as_ref().filter(|_| remark.faults.is_empty())?;
                let chosen = rules.of_line.get(&remark.line)?;
                let rule = if twin.certain { rules.certain } else { rules.likely };
                Some(taken(1, *chosen) as i32 - taken(1, rule) as i32)
            });
            by_hand.sum::<i32>()
        });
        let by_rule = checked.new
            + taken(checked.certain, rules.certain)
            + taken(checked.likely, rules.likely)
            + faulty;
        by_rule.saturating_add_signed(chosen)
    }

    fn fail(self, stopped: Stopped, back_to: Step) {
        self.stopped.try_set(Some(stopped));
        self.step.try_set(back_to);
    }

    /// Begins anew, without a file.
    pub fn clear(self) {
        self.papers.set_value(None);
        self.stopped.set(None);
        self.step.set(Step::Choosing);
    }

    pub fn stop(self) {
        self.enough.set(true);
    }

    pub fn open(self, file: File) {
        self.stopped.set(None);
        if file.size() > LARGEST_FILE {
            return self.fail(Stopped::Said(text::TOO_LARGE_FILE), Step::Choosing);
        }
        self.step.set(Step::Opening);
        self.file.set(file.name());
        spawn_local(async move {
            match self.read(file).await {
                Ok(Ok(())) => drop(self.step.try_set(Step::Matching)),
                Ok(Err(said)) => self.fail(Stopped::Said(said), Step::Choosing),
                Err(trouble) => self.fail(Stopped::Trouble(trouble), Step::Choosing),
            }
        });
    }

    async fn read(self, file: File) -> Result<Result<(), Label>, Trouble> {
        let Ok(bytes) = JsFuture::from(file.array_buffer()).await else {
            return Ok(Err(text::unreadable(letters::Unreadable::NotASheet)));
        };
        let papers = Rc::new(Papers::start().await?);
        let file = Uint8Array::new(&bytes).to_vec();
        let sheets = match papers.answer(&ToPapers::Open { file }).await? {
            FromPapers::Sheets(sheets) => sheets,
            FromPapers::Unreadable(why) => return Ok(Err(text::unreadable(why))),
            other => return Err(Trouble::Failed(format!("no sheets, but {other:?}"))),
        };
        // The sheet of which most is understood is likely to be meant.
        let known = |sheet: &SheetView| sheet.heads.columns.iter().flatten().count();
        let likeliest =
            (0..sheets.len()).max_by_key(|place| (known(&sheets[*place]), usize::MAX - place));
        self.papers.try_set_value(Some(papers));
        self.sheets.try_set(sheets);
        self.take_sheet(likeliest.unwrap_or(0)).await;
        Ok(Ok(()))
    }

    /// Another sheet of the file is meant.
    pub fn choose_sheet(self, place: usize) {
        spawn_local(self.take_sheet(place));
    }

    async fn take_sheet(self, place: usize) {
        self.sheet.try_set(place);
        let Some(view) =
            self.sheets.try_with_untracked(|sheets| sheets.get(place).cloned()).flatten()
        else {
            return;
        };
        // What cannot be remembered is guessed.
        let remembered = ask(AskMatching(view.heads.signature())).await.ok().flatten();
        self.remembered.try_set(remembered.is_some());
        self.columns.try_set(remembered.unwrap_or(view.heads.columns));
    }

    /// The heads stand in that row, from 0.
    pub fn heads_at(self, row: usize) {
        let sheet = self.sheet.get_untracked();
        let Some(papers) = self.papers.get_value() else { return };
        spawn_local(async move {
            let question = ToPapers::HeadsAt { sheet, row };
            if let Ok(FromPapers::Sheets(views)) = papers.answer(&question).await
                && let Some(view) = views.into_iter().next()
            {
                self.sheets.try_update(|sheets| sheets[sheet] = view);
                self.take_sheet(sheet).await;
            }
        });
    }

    /// The column of that place means this, and no other does.
    pub fn mean(self, place: usize, means: Option<Means>) {
        self.columns.update(|columns| {
            for column in columns.iter_mut().filter(|column| means.is_some() && **column == means) {
                *column = None;
            }
            if let Some(column) = columns.get_mut(place) {
                *column = means;
            }
        });
    }

    /// Looks through every line; nothing is written.
    pub fn check(self) {
        let (Some(plan), Some(view)) = (untrack(|| self.plan()), untrack(|| self.view())) else {
            return;
        };
        self.stopped.set(None);
        self.remarks.set(vec![]);
        self.checked.set(Checked::default());
        self.rules.set(Rules::default());
        self.step.set(Step::Checking(0));
        let form = new_form();
        spawn_local(async move {
            let kept =
                KeepMatching { heads: view.heads.signature(), columns: plan.columns.clone() };
            // It is only not remembered.
            let _ = ask(kept).await;
            let checked = async {
                ask(BeginImport { form, plan, writes: None }).await?;
                self.each_part(&view, PART_CHECKED, async |lines, done| {
                    let part = ask(CheckLines { form, lines }).await?;
                    self.checked.try_set(part.checked);
                    self.remarks.try_update(|remarks| {
                        let room = MOST_REMARKS.saturating_sub(remarks.len());
                        remarks.extend(part.remarks.into_iter().take(room));
                    });
                    self.step.try_set(Step::Checking(done));
                    Ok(())
                })
                .await
            };
            match checked.await {
                Ok(true) => drop(self.step.try_set(Step::Checked)),
                Ok(false) => drop(self.step.try_set(Step::Matching)),
                Err(trouble) => self.fail(Stopped::Trouble(trouble), Step::Matching),
            }
            // The room that it took is wanted.
            let _ = ask(EndImport).await;
        });
    }

    /// Writes the lines.
    pub fn write(self) {
        let (Some(plan), Some(view)) = (untrack(|| self.plan()), untrack(|| self.view())) else {
            return;
        };
        let rules = self.rules.get_untracked();
        let form = new_form();
        self.stopped.set(None);
        self.left_out.set(vec![]);
        self.written.set(Written::default());
        self.import.set(form.0);
        self.step.set(Step::Writing(0));
        let file = self.file.get_untracked();
        spawn_local(async move {
            let written = async {
                let writes = Some((file, view.rows));
                ask(BeginImport { form, plan, writes }).await?;
                self.each_part(&view, PART_WRITTEN, async |lines, done| {
                    let part = ask(WriteLines { form, rules: rules.clone(), lines }).await?;
                    self.written.try_set(part.written);
                    self.left_out.try_update(|left_out| left_out.extend(part.left_out));
                    self.step.try_set(Step::Writing(done));
                    Ok(())
                })
                .await
            };
            match written.await {
                Ok(whole) => drop(self.step.try_set(Step::Written { whole })),
                Err(trouble) => {
                    self.fail(Stopped::Trouble(trouble), Step::Written { whole: false });
                }
            }
            // What was written is sent by itself if nobody is told.
            let _ = ask(EndImport).await;
        });
    }

    /// Does something with each part of the lines; whether it went through all of them.
    async fn each_part(
        self,
        view: &SheetView,
        part: usize,
        act: impl AsyncFn(Vec<SheetLine>, u32) -> Result<(), Trouble>,
    ) -> Result<bool, Trouble> {
        self.enough.try_set(false);
        let sheet = self.sheet.try_get_untracked().unwrap_or_default();
        let Some(papers) = self.papers.try_get_value().flatten() else { return Ok(false) };
        let mut from = view.heads.below();
        while from < view.rows as usize {
            // Whoever has left the page has enough of it too.
            if self.enough.try_get_untracked() != Some(false) {
                return Ok(false);
            }
            let question = ToPapers::Lines { sheet, from, most: part };
            let FromPapers::Lines(lines) = papers.answer(&question).await? else {
                return Err(Trouble::Failed("no lines".into()));
            };
            from += part;
            act(lines, (from as u32).min(view.rows)).await?;
        }
        Ok(true)
    }

    /// The lines that were not written, each with why, as a file.
    pub async fn not_taken(
        self,
        lines: Vec<(u32, String)>,
        said_head: String,
    ) -> Result<Vec<u8>, Trouble> {
        let sheet = self.sheet.get_untracked();
        let gone = || Trouble::Failed("the file is open no more".into());
        let papers = self.papers.get_value().ok_or_else(gone)?;
        let heads = untrack(|| self.view()).ok_or_else(gone)?.heads;
        papers.file(ToPapers::SomeLines { sheet, heads, said_head, lines }).await
    }
}
