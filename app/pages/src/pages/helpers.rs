//! Người giúp điểm danh: who has an event's list on its days, and nothing else of its area.

use domain::access::Role;
use domain::id::RecordId;
use domain::view::office::AccountRow;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::use_live;
use crate::components::{Icon, SelectField, Toast};
use crate::deed;
use crate::pages::Rights;
use crate::text::{self, say};
use letters::AskAccounts;

/// Whether an account helps at an event.
fn helps(account: &AccountRow, event: RecordId) -> bool {
    let helper = Role::Helper as i64;
    account.roles.iter().any(|held| held.role == helper && held.area == event)
}

#[component]
pub fn Helpers(#[prop(into)] event: Signal<RecordId>) -> impl IntoView {
    let rights = Rights::here();
    let may = Memo::new(move |_| {
        rights.get().is_some_and(|rights| {
            rights.may_write("event") && rights.grants.contains(&(Role::Helper as i64))
        })
    });
    view! {
        <Show when=move || may.get()>
            <List event/>
        </Show>
    }
}

#[component]
fn List(event: Signal<RecordId>) -> impl IntoView {
    let accounts = use_live(|| AskAccounts);
    let of = move |helping: bool| {
        let accounts = accounts.get().unwrap_or_default();
        let open = accounts.into_iter().filter(|account| account.closed_on.is_none());
        open.filter(|account| helps(account, event.get()) == helping).collect::<Vec<_>>()
    };
    let chosen = RwSignal::new(None::<RecordId>);
    let toast = Toast::here();
    let give = move |_| {
        let Some(account) = chosen.get_untracked() else { return };
        let act = deed::give_role(account, Role::Helper, event.get_untracked());
        spawn_local(async move {
            if deed::done(vec![act]).await.is_ok() {
                chosen.try_set(None);
                toast.say(text::SAVED);
            }
        });
    };
    view! {
        <details class="block account helpers">
            <summary>
                <b>{say(text::HELPERS)}</b>
                <span class="row__note">{move || of(true).len()}</span>
            </summary>
            <p class="field__hint">{say(text::HELPERS_HINT)}</p>
            <ul>
                <For each=move || of(true) key=|account| account.id let:account>
                    <Line event account/>
                </For>
            </ul>
            <div class="form">
                <div class="field">
                    <SelectField
                        id="nguoi-giup"
                        label=text::ADD_HELPER
                        choose=move |value: String| chosen.set(value.parse().ok().map(RecordId))
                    >
                        <option value="">{say(text::CHOOSE)}</option>
                        <For
                            each=move || of(false)
                            key=|account| (account.id, account.name.clone())
                            let:account
                        >
                            <option value=account.id.0.to_string()>{account.name}</option>
                        </For>
                    </SelectField>
                </div>
                <button class="button button--small" type="button" on:click=give>
                    {say(text::GIVE_LIST)}
                </button>
            </div>
        </details>
    }
}

#[component]
fn Line(event: Signal<RecordId>, account: AccountRow) -> impl IntoView {
    let toast = Toast::here();
    let id = account.id;
    let take = move |_| {
        let event = event.get_untracked();
        spawn_local(async move {
            if deed::done(vec![deed::take_role(id, Role::Helper, event)]).await.is_ok() {
                toast.say_undo(text::LIST_TAKEN, move || {
                    let back = deed::give_role(id, Role::Helper, event);
                    deed::take_back(toast, vec![vec![back]]);
                });
            }
        });
    };
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name="person"/>
            </span>
            <span class="row__main">
                <span class="row__title">{account.name}</span>
            </span>
            <span class="row__end">
                <button class="button button--small" type="button" on:click=take>
                    {say(text::TAKE_LIST)}
                </button>
            </span>
        </li>
    }
}
