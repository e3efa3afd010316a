/** What other programs export, as they write it: two answers to one question, tools, thoughts. */

export const openWebuiExport = [{
  id: "0b5f7a50-3c0e-4f0a-9d3c-2f6f2d7a1b11",
  user_id: "71d8d2c7-8d1b-4a59-a1a7-1d1b3a5f0001",
  title: "Harbours of Europe",
  chat: {
    id: "",
    title: "Harbours of Europe",
    models: ["llama3.2:latest"],
    params: { system: "You know harbours." },
    history: {
      messages: {
        "a1": {
          id: "a1",
          parentId: null,
          childrenIds: ["b1", "b2"],
          role: "user",
          content: "Which harbour is the largest?",
          timestamp: 1_714_000_000,
          models: ["llama3.2:latest"],
        },
        "b1": {
          id: "b1",
          parentId: "a1",
          childrenIds: [],
          role: "assistant",
          content: "Hamburg.",
          model: "llama3.2:latest",
          modelName: "Llama",
          modelIdx: 0,
          timestamp: 1_714_000_001,
          done: true,
        },
        "b2": {
          id: "b2",
          parentId: "a1",
          childrenIds: ["a2"],
          role: "assistant",
          content:
            '<details type="reasoning" done="true" duration="2">\n<summary>Thought for 2 seconds</summary>\n> It is in\n> the Netherlands.\n</details>\nRotterdam.',
          model: "deepseek-r1:8b",
          timestamp: 1_714_000_010,
          done: true,
        },
        "a2": {
          id: "a2",
          parentId: "b2",
          childrenIds: [],
          role: "user",
          content: "Are you sure?",
          timestamp: 1_714_000_020,
        },
      },
      currentId: "a2",
    },
    messages: [],
    tags: [],
    timestamp: 1_714_000_000_000,
    files: [],
  },
  updated_at: 1_714_000_021,
  created_at: 1_714_000_000,
  share_id: null,
  archived: false,
  pinned: false,
  meta: {},
  folder_id: null,
}];

const said = (
  id: string,
  role: string,
  { parent, children = [], ...message }: {
    parent: string;
    children?: string[];
    content: object;
    recipient?: string;
    metadata?: object;
  },
) => ({
  [id]: {
    id,
    parent,
    children,
    message: {
      id,
      author: { role, name: null, metadata: {} },
      create_time: 1_715_000_000.5,
      update_time: null,
      status: "finished_successfully",
      end_turn: true,
      weight: 1,
      recipient: "all",
      metadata: {},
      ...message,
    },
  },
});

const text = (...parts: unknown[]) => ({ content_type: "text", parts });

export const chatgptExport = [{
  title: "Regex help",
  create_time: 1_715_000_000.123,
  update_time: 1_715_000_100.456,
  mapping: {
    "root": { id: "root", message: null, parent: null, children: ["sys"] },
    ...said("sys", "system", {
      parent: "root",
      children: ["q1"],
      content: text(""),
      metadata: { is_visually_hidden_from_conversation: true },
    }),
    ...said("q1", "user", {
      parent: "sys",
      children: ["t1", "r2"],
      content: {
        content_type: "multimodal_text",
        parts: [{ content_type: "image_asset_pointer" }, "What is this?"],
      },
    }),
    ...said("t1", "assistant", {
      parent: "q1",
      children: ["c1"],
      content: {
        content_type: "thoughts",
        thoughts: [{ summary: "Looking", content: "It is a regex." }],
      },
    }),
    ...said("c1", "assistant", {
      parent: "t1",
      children: ["o1"],
      content: { content_type: "code", language: "python", text: "print(1)" },
      recipient: "python",
    }),
    ...said("o1", "tool", {
      parent: "c1",
      children: ["r1"],
      content: { content_type: "execution_output", text: "1" },
    }),
    ...said("r1", "assistant", {
      parent: "o1",
      children: ["q2"],
      content: text("A regular expression."),
      metadata: { model_slug: "gpt-4o" },
    }),
    ...said("r2", "assistant", {
      parent: "q1",
      content: text("A picture."),
      metadata: { model_slug: "gpt-4" },
    }),
    ...said("q2", "user", { parent: "r1", children: ["q3"], content: text("Thanks.") }),
    ...said("q3", "user", { parent: "q2", content: text("Are you there?") }),
  },
  moderation_results: [],
  current_node: "q3",
  conversation_id: "6639a0c1-0000-8000-a000-000000000001",
  is_archived: false,
  id: "6639a0c1-0000-8000-a000-000000000001",
}];
