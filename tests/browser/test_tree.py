"""A framework's tree with scripts and without: one stop of the keyboard, arrows within it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

TREE = "/tree?framework=direct-2"


def test_arrows_move_within_the_tree_and_open_branches(visit: Callable[..., Page]) -> None:
    page = visit(TREE)
    tree = page.get_by_role("tree")
    items = tree.get_by_role("treeitem")
    expect(items.first).to_have_attribute("tabindex", "0")
    assert page.locator('[role="treeitem"][tabindex="0"]').count() == 1
    items.first.focus()
    page.keyboard.press("ArrowRight")
    expect(items.first).to_have_attribute("aria-expanded", "true")
    below = items.first.get_by_role("treeitem")
    expect(below.first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(below.first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(items.first).to_have_attribute("aria-expanded", "false")
    expect(below.first).to_be_hidden()
    page.keyboard.press("End")
    expect(tree.locator(':scope > [role="treeitem"]').last).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/things/**")


def test_without_scripts_branches_are_folded_and_lead_on(visit: Callable[..., Page]) -> None:
    page = visit(TREE, scripts=False)
    branch = page.locator("#tree details").first
    expect(branch.locator("li").first).to_be_hidden()
    branch.locator("summary").click()
    expect(branch.locator("li").first).to_be_visible()
    branch.get_by_role("link", name="Only this branch").click()
    expect(page.get_by_role("navigation", name="Above this")).to_contain_text("Top of the framework")
