/** Every text of the page, as `deno task files` found it: these are served, and nothing else. */
import actionsJs from "../../static/actions.js" with { type: "text" };
import apiJs from "../../static/api.js" with { type: "text" };
import apiCallJs from "../../static/api_call.js" with { type: "text" };
import archiveActionsJs from "../../static/archive_actions.js" with { type: "text" };
import attachedJs from "../../static/attached.js" with { type: "text" };
import backoffJs from "../../static/backoff.js" with { type: "text" };
import branchesJs from "../../static/branches.js" with { type: "text" };
import changesJs from "../../static/changes.js" with { type: "text" };
import clipboardJs from "../../static/clipboard.js" with { type: "text" };
import clockJs from "../../static/clock.js" with { type: "text" };
import connectionJs from "../../static/connection.js" with { type: "text" };
import editActionsJs from "../../static/edit_actions.js" with { type: "text" };
import exportPathJs from "../../static/export_path.js" with { type: "text" };
import fileActionsJs from "../../static/file_actions.js" with { type: "text" };
import foldJs from "../../static/fold.js" with { type: "text" };
import forgottenJs from "../../static/forgotten.js" with { type: "text" };
import frameJs from "../../static/frame.js" with { type: "text" };
import fuzzyJs from "../../static/fuzzy.js" with { type: "text" };
import heartbeatJs from "../../static/heartbeat.js" with { type: "text" };
import iconSvg from "../../static/icon.svg" with { type: "text" };
import idJs from "../../static/id.js" with { type: "text" };
import idleJs from "../../static/idle.js" with { type: "text" };
import importFileJs from "../../static/import_file.js" with { type: "text" };
import indexHtml from "../../static/index.html" with { type: "text" };
import keptRequestsJs from "../../static/kept_requests.js" with { type: "text" };
import laterColourJs from "../../static/later/colour.js" with { type: "text" };
import laterFieldJs from "../../static/later/field.js" with { type: "text" };
import laterFormulaJs from "../../static/later/formula.js" with { type: "text" };
import laterMathLettersJs from "../../static/later/math_letters.js" with { type: "text" };
import lazyLibraryJs from "../../static/lazy_library.js" with { type: "text" };
import listActionsJs from "../../static/list_actions.js" with { type: "text" };
import listedJs from "../../static/listed.js" with { type: "text" };
import mainJs from "../../static/main.js" with { type: "text" };
import manifestWebmanifest from "../../static/manifest.webmanifest" with { type: "text" };
import markdownDefinitionsJs from "../../static/markdown/definitions.js" with { type: "text" };
import markdownEntitiesJs from "../../static/markdown/entities.js" with { type: "text" };
import markdownFencedJs from "../../static/markdown/fenced.js" with { type: "text" };
import markdownLanguageNamesJs from "../../static/markdown/language_names.js" with { type: "text" };
import markdownLexerJs from "../../static/markdown/lexer.js" with { type: "text" };
import markdownLibrariesJs from "../../static/markdown/libraries.js" with { type: "text" };
import markdownLinesJs from "../../static/markdown/lines.js" with { type: "text" };
import markdownLinksJs from "../../static/markdown/links.js" with { type: "text" };
import markdownMathAheadJs from "../../static/markdown/math_ahead.js" with { type: "text" };
import markdownOutlineJs from "../../static/markdown/outline.js" with { type: "text" };
import markdownPartsJs from "../../static/markdown/parts.js" with { type: "text" };
import markdownPortionsJs from "../../static/markdown/portions.js" with { type: "text" };
import markdownSeamJs from "../../static/markdown/seam.js" with { type: "text" };
import markdownSegmentRulesJs from "../../static/markdown/segment_rules.js" with { type: "text" };
import markdownSegmentsJs from "../../static/markdown/segments.js" with { type: "text" };
import markdownSoftEndJs from "../../static/markdown/soft_end.js" with { type: "text" };
import markdownSoftWordsJs from "../../static/markdown/soft_words.js" with { type: "text" };
import markdownUnseenJs from "../../static/markdown/unseen.js" with { type: "text" };
import messageActionsJs from "../../static/message_actions.js" with { type: "text" };
import messageLengthJs from "../../static/message_length.js" with { type: "text" };
import modelActionsJs from "../../static/model_actions.js" with { type: "text" };
import modelInForceJs from "../../static/model_in_force.js" with { type: "text" };
import noticesJs from "../../static/notices.js" with { type: "text" };
import outboxJs from "../../static/outbox.js" with { type: "text" };
import paletteCommandsJs from "../../static/palette_commands.js" with { type: "text" };
import paletteItemsJs from "../../static/palette_items.js" with { type: "text" };
import phaseWordsJs from "../../static/phase_words.js" with { type: "text" };
import phasesJs from "../../static/phases.js" with { type: "text" };
import placeJs from "../../static/place.js" with { type: "text" };
import protocolJs from "../../static/protocol.js" with { type: "text" };
import quotedFilesJs from "../../static/quoted_files.js" with { type: "text" };
import readTextFileJs from "../../static/read_text_file.js" with { type: "text" };
import remarkOfJs from "../../static/remark_of.js" with { type: "text" };
import replicaJs from "../../static/replica.js" with { type: "text" };
import restsJs from "../../static/rests.js" with { type: "text" };
import sameMessagesJs from "../../static/same_messages.js" with { type: "text" };
import scaleImageJs from "../../static/scale_image.js" with { type: "text" };
import seekActionsJs from "../../static/seek_actions.js" with { type: "text" };
import settingsActionsJs from "../../static/settings_actions.js" with { type: "text" };
import settingsFieldsJs from "../../static/settings_fields.js" with { type: "text" };
import sheetActionsJs from "../../static/sheet_actions.js" with { type: "text" };
import shortcutsJs from "../../static/shortcuts.js" with { type: "text" };
import speechJs from "../../static/speech.js" with { type: "text" };
import speechNewsJs from "../../static/speech/news.js" with { type: "text" };
import speechReadingJs from "../../static/speech/reading.js" with { type: "text" };
import speechSentencesJs from "../../static/speech/sentences.js" with { type: "text" };
import speechSpokenWordsJs from "../../static/speech/spoken_words.js" with { type: "text" };
import startJs from "../../static/start.js" with { type: "text" };
import startCommandJs from "../../static/start_command.js" with { type: "text" };
import stateJs from "../../static/state.js" with { type: "text" };
import storageJs from "../../static/storage.js" with { type: "text" };
import storeJs from "../../static/store.js" with { type: "text" };
import styleActsCss from "../../static/style/acts.css" with { type: "text" };
import styleAnswersCss from "../../static/style/answers.css" with { type: "text" };
import styleArchiveCss from "../../static/style/archive.css" with { type: "text" };
import styleAttachedCss from "../../static/style/attached.css" with { type: "text" };
import styleBaseCss from "../../static/style/base.css" with { type: "text" };
import styleCodeCss from "../../static/style/code.css" with { type: "text" };
import styleComposerCss from "../../static/style/composer.css" with { type: "text" };
import styleControlsCss from "../../static/style/controls.css" with { type: "text" };
import styleDrawerCss from "../../static/style/drawer.css" with { type: "text" };
import styleDropCss from "../../static/style/drop.css" with { type: "text" };
import styleEditCss from "../../static/style/edit.css" with { type: "text" };
import styleFiguresCss from "../../static/style/figures.css" with { type: "text" };
import styleKeysCss from "../../static/style/keys.css" with { type: "text" };
import styleLayoutCss from "../../static/style/layout.css" with { type: "text" };
import styleLineMenuCss from "../../static/style/line_menu.css" with { type: "text" };
import styleLinesCss from "../../static/style/lines.css" with { type: "text" };
import styleLoadingCss from "../../static/style/loading.css" with { type: "text" };
import styleMarkdownCss from "../../static/style/markdown.css" with { type: "text" };
import styleMathsCss from "../../static/style/maths.css" with { type: "text" };
import styleMessagesCss from "../../static/style/messages.css" with { type: "text" };
import styleMissingCss from "../../static/style/missing.css" with { type: "text" };
import stylePaletteCss from "../../static/style/palette.css" with { type: "text" };
import stylePickerNoteCss from "../../static/style/picker_note.css" with { type: "text" };
import stylePrintCss from "../../static/style/print.css" with { type: "text" };
import styleSettingsCss from "../../static/style/settings.css" with { type: "text" };
import styleSheetCss from "../../static/style/sheet.css" with { type: "text" };
import styleShownFilesCss from "../../static/style/shown_files.css" with { type: "text" };
import styleSidebarCss from "../../static/style/sidebar.css" with { type: "text" };
import styleSignInCss from "../../static/style/sign_in.css" with { type: "text" };
import styleSoughtCss from "../../static/style/sought.css" with { type: "text" };
import styleStatesCss from "../../static/style/states.css" with { type: "text" };
import styleTablesCss from "../../static/style/tables.css" with { type: "text" };
import styleThoughtsCss from "../../static/style/thoughts.css" with { type: "text" };
import styleTokensCss from "../../static/style/tokens.css" with { type: "text" };
import styleUndoCss from "../../static/style/undo.css" with { type: "text" };
import takeFileJs from "../../static/take_file.js" with { type: "text" };
import unfinishedJs from "../../static/unfinished.js" with { type: "text" };
import versionsJs from "../../static/versions.js" with { type: "text" };
import viewAnnouncerJs from "../../static/view/announcer.js" with { type: "text" };
import viewAnswerJs from "../../static/view/answer.js" with { type: "text" };
import viewAppJs from "../../static/view/app.js" with { type: "text" };
import viewArchiveSheetJs from "../../static/view/archive_sheet.js" with { type: "text" };
import viewAskAgainJs from "../../static/view/ask_again.js" with { type: "text" };
import viewAttachButtonJs from "../../static/view/attach_button.js" with { type: "text" };
import viewAttachmentsJs from "../../static/view/attachments.js" with { type: "text" };
import viewCodeBlockJs from "../../static/view/code_block.js" with { type: "text" };
import viewCodeTextJs from "../../static/view/code_text.js" with { type: "text" };
import viewComposerJs from "../../static/view/composer.js" with { type: "text" };
import viewComposerHintJs from "../../static/view/composer_hint.js" with { type: "text" };
import viewConversationJs from "../../static/view/conversation.js" with { type: "text" };
import viewConversationLineJs from "../../static/view/conversation_line.js" with { type: "text" };
import viewCopyButtonJs from "../../static/view/copy_button.js" with { type: "text" };
import viewDoingJs from "../../static/view/doing.js" with { type: "text" };
import viewDrawerJs from "../../static/view/drawer.js" with { type: "text" };
import viewDropJs from "../../static/view/drop.js" with { type: "text" };
import viewEditFieldJs from "../../static/view/edit_field.js" with { type: "text" };
import viewEditedFilesJs from "../../static/view/edited_files.js" with { type: "text" };
import viewElapsedJs from "../../static/view/elapsed.js" with { type: "text" };
import viewEmptyStateJs from "../../static/view/empty_state.js" with { type: "text" };
import viewFailureJs from "../../static/view/failure.js" with { type: "text" };
import viewFiguresJs from "../../static/view/figures.js" with { type: "text" };
import viewFirstVisitJs from "../../static/view/first_visit.js" with { type: "text" };
import viewFocusHomeJs from "../../static/view/focus_home.js" with { type: "text" };
import viewGrowJs from "../../static/view/grow.js" with { type: "text" };
import viewHeaderJs from "../../static/view/header.js" with { type: "text" };
import viewIconJs from "../../static/view/icon.js" with { type: "text" };
import viewImagesJs from "../../static/view/images.js" with { type: "text" };
import viewKeepFocusJs from "../../static/view/keep_focus.js" with { type: "text" };
import viewKeysSheetJs from "../../static/view/keys_sheet.js" with { type: "text" };
import viewLateJs from "../../static/view/late.js" with { type: "text" };
import viewLazyStyleJs from "../../static/view/lazy_style.js" with { type: "text" };
import viewLikelyHeightJs from "../../static/view/likely_height.js" with { type: "text" };
import viewLineMenuJs from "../../static/view/line_menu.js" with { type: "text" };
import viewLineStatusJs from "../../static/view/line_status.js" with { type: "text" };
import viewLoadingJs from "../../static/view/loading.js" with { type: "text" };
import viewMarkdownJs from "../../static/view/markdown.js" with { type: "text" };
import viewMarkdownBlocksJs from "../../static/view/markdown_blocks.js" with { type: "text" };
import viewMarkdownInlineJs from "../../static/view/markdown_inline.js" with { type: "text" };
import viewMarkdownPartJs from "../../static/view/markdown_part.js" with { type: "text" };
import viewMarkedWordsJs from "../../static/view/marked_words.js" with { type: "text" };
import viewMathsJs from "../../static/view/maths.js" with { type: "text" };
import viewMemoJs from "../../static/view/memo.js" with { type: "text" };
import viewModKeyJs from "../../static/view/mod_key.js" with { type: "text" };
import viewModalJs from "../../static/view/modal.js" with { type: "text" };
import viewModelPickerJs from "../../static/view/model_picker.js" with { type: "text" };
import viewModelSettingsJs from "../../static/view/model_settings.js" with { type: "text" };
import viewNoModelJs from "../../static/view/no_model.js" with { type: "text" };
import viewNoOllamaJs from "../../static/view/no_ollama.js" with { type: "text" };
import viewNoticeJs from "../../static/view/notice.js" with { type: "text" };
import viewNumberFieldJs from "../../static/view/number_field.js" with { type: "text" };
import viewPaletteJs from "../../static/view/palette.js" with { type: "text" };
import viewPaletteOptionJs from "../../static/view/palette_option.js" with { type: "text" };
import viewPickerNoteJs from "../../static/view/picker_note.js" with { type: "text" };
import viewQuestionJs from "../../static/view/question.js" with { type: "text" };
import viewQuotedFileJs from "../../static/view/quoted_file.js" with { type: "text" };
import viewRangesOfJs from "../../static/view/ranges_of.js" with { type: "text" };
import viewRefusedJs from "../../static/view/refused.js" with { type: "text" };
import viewRenameFieldJs from "../../static/view/rename_field.js" with { type: "text" };
import viewRichTextJs from "../../static/view/rich_text.js" with { type: "text" };
import viewSeekerJs from "../../static/view/seeker.js" with { type: "text" };
import viewSettingJs from "../../static/view/setting.js" with { type: "text" };
import viewSettingsButtonJs from "../../static/view/settings_button.js" with { type: "text" };
import viewSettingsDialogJs from "../../static/view/settings_dialog.js" with { type: "text" };
import viewSheetsJs from "../../static/view/sheets.js" with { type: "text" };
import viewShownFilesJs from "../../static/view/shown_files.js" with { type: "text" };
import viewSidebarJs from "../../static/view/sidebar.js" with { type: "text" };
import viewSignInJs from "../../static/view/sign_in.js" with { type: "text" };
import viewSilenceJs from "../../static/view/silence.js" with { type: "text" };
import viewStickToEndJs from "../../static/view/stick_to_end.js" with { type: "text" };
import viewStretchJs from "../../static/view/stretch.js" with { type: "text" };
import viewStretchesJs from "../../static/view/stretches.js" with { type: "text" };
import viewTableJs from "../../static/view/table.js" with { type: "text" };
import viewTextJs from "../../static/view/text.js" with { type: "text" };
import viewThinkingJs from "../../static/view/thinking.js" with { type: "text" };
import viewThoughtsJs from "../../static/view/thoughts.js" with { type: "text" };
import viewThreadJs from "../../static/view/thread.js" with { type: "text" };
import viewToastJs from "../../static/view/toast.js" with { type: "text" };
import viewTouchJs from "../../static/view/touch.js" with { type: "text" };
import viewUndoJs from "../../static/view/undo.js" with { type: "text" };
import viewUnsavedSettingsJs from "../../static/view/unsaved_settings.js" with { type: "text" };
import viewUseColourJs from "../../static/view/use_colour.js" with { type: "text" };
import viewUseMoreJs from "../../static/view/use_more.js" with { type: "text" };
import viewUseScrollingJs from "../../static/view/use_scrolling.js" with { type: "text" };
import viewUseShortcutsJs from "../../static/view/use_shortcuts.js" with { type: "text" };
import viewUseWideJs from "../../static/view/use_wide.js" with { type: "text" };
import viewVersionsJs from "../../static/view/versions.js" with { type: "text" };
import viewWithMarksJs from "../../static/view/with_marks.js" with { type: "text" };

/** Path → text. A path that is not here is not there. */
export const STATIC_TEXTS: Readonly<Record<string, string>> = {
  "/static/actions.js": actionsJs,
  "/static/api.js": apiJs,
  "/static/api_call.js": apiCallJs,
  "/static/archive_actions.js": archiveActionsJs,
  "/static/attached.js": attachedJs,
  "/static/backoff.js": backoffJs,
  "/static/branches.js": branchesJs,
  "/static/changes.js": changesJs,
  "/static/clipboard.js": clipboardJs,
  "/static/clock.js": clockJs,
  "/static/connection.js": connectionJs,
  "/static/edit_actions.js": editActionsJs,
  "/static/export_path.js": exportPathJs,
  "/static/file_actions.js": fileActionsJs,
  "/static/fold.js": foldJs,
  "/static/forgotten.js": forgottenJs,
  "/static/frame.js": frameJs,
  "/static/fuzzy.js": fuzzyJs,
  "/static/heartbeat.js": heartbeatJs,
  "/static/icon.svg": iconSvg,
  "/static/id.js": idJs,
  "/static/idle.js": idleJs,
  "/static/import_file.js": importFileJs,
  "/static/index.html": indexHtml,
  "/static/kept_requests.js": keptRequestsJs,
  "/static/later/colour.js": laterColourJs,
  "/static/later/field.js": laterFieldJs,
  "/static/later/formula.js": laterFormulaJs,
  "/static/later/math_letters.js": laterMathLettersJs,
  "/static/lazy_library.js": lazyLibraryJs,
  "/static/list_actions.js": listActionsJs,
  "/static/listed.js": listedJs,
  "/static/main.js": mainJs,
  "/static/manifest.webmanifest": manifestWebmanifest,
  "/static/markdown/definitions.js": markdownDefinitionsJs,
  "/static/markdown/entities.js": markdownEntitiesJs,
  "/static/markdown/fenced.js": markdownFencedJs,
  "/static/markdown/language_names.js": markdownLanguageNamesJs,
  "/static/markdown/lexer.js": markdownLexerJs,
  "/static/markdown/libraries.js": markdownLibrariesJs,
  "/static/markdown/lines.js": markdownLinesJs,
  "/static/markdown/links.js": markdownLinksJs,
  "/static/markdown/math_ahead.js": markdownMathAheadJs,
  "/static/markdown/outline.js": markdownOutlineJs,
  "/static/markdown/parts.js": markdownPartsJs,
  "/static/markdown/portions.js": markdownPortionsJs,
  "/static/markdown/seam.js": markdownSeamJs,
  "/static/markdown/segment_rules.js": markdownSegmentRulesJs,
  "/static/markdown/segments.js": markdownSegmentsJs,
  "/static/markdown/soft_end.js": markdownSoftEndJs,
  "/static/markdown/soft_words.js": markdownSoftWordsJs,
  "/static/markdown/unseen.js": markdownUnseenJs,
  "/static/message_actions.js": messageActionsJs,
  "/static/message_length.js": messageLengthJs,
  "/static/model_actions.js": modelActionsJs,
  "/static/model_in_force.js": modelInForceJs,
  "/static/notices.js": noticesJs,
  "/static/outbox.js": outboxJs,
  "/static/palette_commands.js": paletteCommandsJs,
  "/static/palette_items.js": paletteItemsJs,
  "/static/phase_words.js": phaseWordsJs,
  "/static/phases.js": phasesJs,
  "/static/place.js": placeJs,
  "/static/protocol.js": protocolJs,
  "/static/quoted_files.js": quotedFilesJs,
  "/static/read_text_file.js": readTextFileJs,
  "/static/remark_of.js": remarkOfJs,
  "/static/replica.js": replicaJs,
  "/static/rests.js": restsJs,
  "/static/same_messages.js": sameMessagesJs,
  "/static/scale_image.js": scaleImageJs,
  "/static/seek_actions.js": seekActionsJs,
  "/static/settings_actions.js": settingsActionsJs,
  "/static/settings_fields.js": settingsFieldsJs,
  "/static/sheet_actions.js": sheetActionsJs,
  "/static/shortcuts.js": shortcutsJs,
  "/static/speech.js": speechJs,
  "/static/speech/news.js": speechNewsJs,
  "/static/speech/reading.js": speechReadingJs,
  "/static/speech/sentences.js": speechSentencesJs,
  "/static/speech/spoken_words.js": speechSpokenWordsJs,
  "/static/start.js": startJs,
  "/static/start_command.js": startCommandJs,
  "/static/state.js": stateJs,
  "/static/storage.js": storageJs,
  "/static/store.js": storeJs,
  "/static/style/acts.css": styleActsCss,
  "/static/style/answers.css": styleAnswersCss,
  "/static/style/archive.css": styleArchiveCss,
  "/static/style/attached.css": styleAttachedCss,
  "/static/style/base.css": styleBaseCss,
  "/static/style/code.css": styleCodeCss,
  "/static/style/composer.css": styleComposerCss,
  "/static/style/controls.css": styleControlsCss,
  "/static/style/drawer.css": styleDrawerCss,
  "/static/style/drop.css": styleDropCss,
  "/static/style/edit.css": styleEditCss,
  "/static/style/figures.css": styleFiguresCss,
  "/static/style/keys.css": styleKeysCss,
  "/static/style/layout.css": styleLayoutCss,
  "/static/style/line_menu.css": styleLineMenuCss,
  "/static/style/lines.css": styleLinesCss,
  "/static/style/loading.css": styleLoadingCss,
  "/static/style/markdown.css": styleMarkdownCss,
  "/static/style/maths.css": styleMathsCss,
  "/static/style/messages.css": styleMessagesCss,
  "/static/style/missing.css": styleMissingCss,
  "/static/style/palette.css": stylePaletteCss,
  "/static/style/picker_note.css": stylePickerNoteCss,
  "/static/style/print.css": stylePrintCss,
  "/static/style/settings.css": styleSettingsCss,
  "/static/style/sheet.css": styleSheetCss,
  "/static/style/shown_files.css": styleShownFilesCss,
  "/static/style/sidebar.css": styleSidebarCss,
  "/static/style/sign_in.css": styleSignInCss,
  "/static/style/sought.css": styleSoughtCss,
  "/static/style/states.css": styleStatesCss,
  "/static/style/tables.css": styleTablesCss,
  "/static/style/thoughts.css": styleThoughtsCss,
  "/static/style/tokens.css": styleTokensCss,
  "/static/style/undo.css": styleUndoCss,
  "/static/take_file.js": takeFileJs,
  "/static/unfinished.js": unfinishedJs,
  "/static/versions.js": versionsJs,
  "/static/view/announcer.js": viewAnnouncerJs,
  "/static/view/answer.js": viewAnswerJs,
  "/static/view/app.js": viewAppJs,
  "/static/view/archive_sheet.js": viewArchiveSheetJs,
  "/static/view/ask_again.js": viewAskAgainJs,
  "/static/view/attach_button.js": viewAttachButtonJs,
  "/static/view/attachments.js": viewAttachmentsJs,
  "/static/view/code_block.js": viewCodeBlockJs,
  "/static/view/code_text.js": viewCodeTextJs,
  "/static/view/composer.js": viewComposerJs,
  "/static/view/composer_hint.js": viewComposerHintJs,
  "/static/view/conversation.js": viewConversationJs,
  "/static/view/conversation_line.js": viewConversationLineJs,
  "/static/view/copy_button.js": viewCopyButtonJs,
  "/static/view/doing.js": viewDoingJs,
  "/static/view/drawer.js": viewDrawerJs,
  "/static/view/drop.js": viewDropJs,
  "/static/view/edit_field.js": viewEditFieldJs,
  "/static/view/edited_files.js": viewEditedFilesJs,
  "/static/view/elapsed.js": viewElapsedJs,
  "/static/view/empty_state.js": viewEmptyStateJs,
  "/static/view/failure.js": viewFailureJs,
  "/static/view/figures.js": viewFiguresJs,
  "/static/view/first_visit.js": viewFirstVisitJs,
  "/static/view/focus_home.js": viewFocusHomeJs,
  "/static/view/grow.js": viewGrowJs,
  "/static/view/header.js": viewHeaderJs,
  "/static/view/icon.js": viewIconJs,
  "/static/view/images.js": viewImagesJs,
  "/static/view/keep_focus.js": viewKeepFocusJs,
  "/static/view/keys_sheet.js": viewKeysSheetJs,
  "/static/view/late.js": viewLateJs,
  "/static/view/lazy_style.js": viewLazyStyleJs,
  "/static/view/likely_height.js": viewLikelyHeightJs,
  "/static/view/line_menu.js": viewLineMenuJs,
  "/static/view/line_status.js": viewLineStatusJs,
  "/static/view/loading.js": viewLoadingJs,
  "/static/view/markdown.js": viewMarkdownJs,
  "/static/view/markdown_blocks.js": viewMarkdownBlocksJs,
  "/static/view/markdown_inline.js": viewMarkdownInlineJs,
  "/static/view/markdown_part.js": viewMarkdownPartJs,
  "/static/view/marked_words.js": viewMarkedWordsJs,
  "/static/view/maths.js": viewMathsJs,
  "/static/view/memo.js": viewMemoJs,
  "/static/view/mod_key.js": viewModKeyJs,
  "/static/view/modal.js": viewModalJs,
  "/static/view/model_picker.js": viewModelPickerJs,
  "/static/view/model_settings.js": viewModelSettingsJs,
  "/static/view/no_model.js": viewNoModelJs,
  "/static/view/no_ollama.js": viewNoOllamaJs,
  "/static/view/notice.js": viewNoticeJs,
  "/static/view/number_field.js": viewNumberFieldJs,
  "/static/view/palette.js": viewPaletteJs,
  "/static/view/palette_option.js": viewPaletteOptionJs,
  "/static/view/picker_note.js": viewPickerNoteJs,
  "/static/view/question.js": viewQuestionJs,
  "/static/view/quoted_file.js": viewQuotedFileJs,
  "/static/view/ranges_of.js": viewRangesOfJs,
  "/static/view/refused.js": viewRefusedJs,
  "/static/view/rename_field.js": viewRenameFieldJs,
  "/static/view/rich_text.js": viewRichTextJs,
  "/static/view/seeker.js": viewSeekerJs,
  "/static/view/setting.js": viewSettingJs,
  "/static/view/settings_button.js": viewSettingsButtonJs,
  "/static/view/settings_dialog.js": viewSettingsDialogJs,
  "/static/view/sheets.js": viewSheetsJs,
  "/static/view/shown_files.js": viewShownFilesJs,
  "/static/view/sidebar.js": viewSidebarJs,
  "/static/view/sign_in.js": viewSignInJs,
  "/static/view/silence.js": viewSilenceJs,
  "/static/view/stick_to_end.js": viewStickToEndJs,
  "/static/view/stretch.js": viewStretchJs,
  "/static/view/stretches.js": viewStretchesJs,
  "/static/view/table.js": viewTableJs,
  "/static/view/text.js": viewTextJs,
  "/static/view/thinking.js": viewThinkingJs,
  "/static/view/thoughts.js": viewThoughtsJs,
  "/static/view/thread.js": viewThreadJs,
  "/static/view/toast.js": viewToastJs,
  "/static/view/touch.js": viewTouchJs,
  "/static/view/undo.js": viewUndoJs,
  "/static/view/unsaved_settings.js": viewUnsavedSettingsJs,
  "/static/view/use_colour.js": viewUseColourJs,
  "/static/view/use_more.js": viewUseMoreJs,
  "/static/view/use_scrolling.js": viewUseScrollingJs,
  "/static/view/use_shortcuts.js": viewUseShortcutsJs,
  "/static/view/use_wide.js": viewUseWideJs,
  "/static/view/versions.js": viewVersionsJs,
  "/static/view/with_marks.js": viewWithMarksJs,
};
