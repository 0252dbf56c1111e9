using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Kyc.Settings;

namespace Drawbridge.Cli.Up.Seed;

/// <summary>How traders of the seed's brokers prove who they are. Nothing they try out depends on it.</summary>
internal static class DemoKyc
{
    public static KycSettings Settings { get; } = new()
    {
        Levels =
        [
            new()
            {
                Id = "identity",
                Title = DemoTexts.Of("Prove who you are", "Weisen Sie sich aus", "Demuestre su identidad", "أثبت هويتك"),
                Intro = DemoTexts.Of(
                    "It takes about three minutes. Have your passport or identity card ready.",
                    "Das dauert etwa drei Minuten. Halten Sie Ihren Reisepass oder Ausweis bereit.",
                    "Le llevará unos tres minutos. Tenga a mano su pasaporte o documento de identidad.",
                    "يستغرق ذلك نحو ثلاث دقائق. جهّز جواز سفرك أو بطاقة هويتك."),
                AccessRights = "FULL_ACCESS",
                ValidDays = 730,
                Steps =
                [
                    new() { Id = "person", Kind = KycStepKind.Personal },
                    new() { Id = "experience", Kind = KycStepKind.Questionnaire, Questions = Experience },
                    new()
                    {
                        Id = "document",
                        Kind = KycStepKind.Documents,
                        Documents =
                        [
                            new() { Id = "passport", Label = DemoTexts.Of("Passport", "Reisepass", "Pasaporte", "جواز السفر") },
                            new() { Id = "card", Label = DemoTexts.Of("Identity card", "Personalausweis", "Documento de identidad", "بطاقة الهوية"), Sides = 2 },
                        ],
                    },
                    new() { Id = "selfie", Kind = KycStepKind.Selfie },
                ],
            },
        ],
    };

    private static IReadOnlyList<ActionField> Experience =>
    [
        new()
        {
            Name = "years",
            Kind = ActionFieldKind.Choice,
            Label = DemoTexts.Of("How long have you been trading?", "Wie lange handeln Sie schon?", "¿Desde cuándo opera?", "منذ متى تتداول؟"),
            Choices =
            [
                new("none", DemoTexts.Of("I am starting now", "Ich fange gerade an", "Empiezo ahora", "بدأت الآن")),
                new("some", DemoTexts.Of("One to three years", "Ein bis drei Jahre", "De uno a tres años", "من سنة إلى ثلاث سنوات")),
                new("many", DemoTexts.Of("Longer", "Länger", "Más tiempo", "أكثر من ذلك")),
            ],
        },
        new()
        {
            Name = "source",
            Label = DemoTexts.Of("Where does the money come from?", "Woher stammt das Geld?", "¿De dónde procede el dinero?", "ما مصدر الأموال؟"),
        },
        new()
        {
            Name = "own",
            Kind = ActionFieldKind.Checkbox,
            Label = DemoTexts.Of("I trade with my own money.", "Ich handle mit eigenem Geld.", "Opero con mi propio dinero.", "أتداول بأموالي الخاصة."),
        },
    ];
}
