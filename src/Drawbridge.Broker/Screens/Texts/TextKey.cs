using System.Runtime.CompilerServices;

namespace Drawbridge.Broker.Screens.Texts;

/// <summary>
/// Names one text. Each feature declares its own as fields of a class beside its texts (<see cref="TextSet"/>); the field's name is the text's name in the files.
/// </summary>
internal sealed class TextKey([CallerMemberName] string name = "")
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}
