using Drawbridge.Broker.CustomActions;

namespace Drawbridge.Cli.Up.Seed;

/// <summary>What the brokers of the seed offer beside the usual.</summary>
internal static class DemoActions
{
    public static CustomAction Feedback { get; } = new()
    {
        Type = "feedback",
        Title = DemoTexts.Of("How do you like it here?", "Wie gefällt es Ihnen bei uns?", "¿Qué le parece nuestro servicio?", "ما رأيك في خدمتنا؟"),
        Intro = DemoTexts.Of(
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
                Label = DemoTexts.Of("How content are you?", "Wie zufrieden sind Sie?", "¿Está satisfecho?", "ما مدى رضاك؟"),
                Choices =
                [
                    new("good", DemoTexts.Of("Very content", "Sehr zufrieden", "Muy satisfecho", "راضٍ جدًا")),
                    new("fair", DemoTexts.Of("It could be better", "Es könnte besser sein", "Podría ser mejor", "يمكن أن يكون أفضل")),
                    new("poor", DemoTexts.Of("Not content", "Nicht zufrieden", "Nada satisfecho", "غير راضٍ")),
                ],
            },
            new()
            {
                Name = "wish",
                Kind = ActionFieldKind.LongText,
                Required = false,
                Label = DemoTexts.Of("What should we do better? (optional)", "Was sollten wir besser machen? (freiwillig)", "¿Qué deberíamos mejorar? (opcional)", "ما الذي ينبغي أن نحسّنه؟ (اختياري)"),
            },
        ],
    };
}
