using Drawbridge.Broker.CustomActions;

namespace Drawbridge.Cli.Up;

/// <summary>What the brokers of the seed offer beside the usual.</summary>
internal static class DemoActions
{
    public static CustomAction Feedback { get; } = new()
    {
        Type = "feedback",
        Title = Texts("How do you like it here?", "Wie gefällt es Ihnen bei uns?", "¿Qué le parece nuestro servicio?", "ما رأيك في خدمتنا؟"),
        Intro = Texts(
            "Two questions. Your answers go to your broker.",
            "Zwei Fragen. Ihre Antworten gehen an Ihren Broker.",
            "Dos preguntas. Sus respuestas llegan a su bróker.",
            "سؤالان. تصل إجاباتك إلى وسيطك."),
        Fields =
        [
            new()
            {
                Name = "rating",
                Kind = ActionFieldKind.Choice,
                Label = Texts("How content are you?", "Wie zufrieden sind Sie?", "¿Está satisfecho?", "ما مدى رضاك؟"),
                Choices =
                [
                    new("good", Texts("Very content", "Sehr zufrieden", "Muy satisfecho", "راضٍ جدًا")),
                    new("fair", Texts("It could be better", "Es könnte besser sein", "Podría ser mejor", "يمكن أن يكون أفضل")),
                    new("poor", Texts("Not content", "Nicht zufrieden", "Nada satisfecho", "غير راضٍ")),
                ],
            },
            new()
            {
                Name = "wish",
                Kind = ActionFieldKind.LongText,
                Required = false,
                Label = Texts("What should we do better? (optional)", "Was sollten wir besser machen? (freiwillig)", "¿Qué deberíamos mejorar? (opcional)", "ما الذي ينبغي أن نحسّنه؟ (اختياري)"),
            },
        ],
    };

    private static Dictionary<string, string> Texts(string en, string de, string es, string ar) =>
        new(StringComparer.Ordinal) { ["en"] = en, ["de"] = de, ["es"] = es, ["ar"] = ar };
}
