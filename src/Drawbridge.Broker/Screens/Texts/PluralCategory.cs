namespace Drawbridge.Broker.Screens.Texts;

/// <summary>The forms that a language may have for counts, as the Unicode CLDR names them. Which one a number takes, <see cref="PluralRule"/> says.</summary>
internal enum PluralCategory
{
    /// <summary>What is left over, and the only one of a language without forms.</summary>
    Other,
    Zero,
    One,
    Two,
    Few,
    Many,
}
