namespace Drawbridge.Tests.Architecture;

/// <summary>Each sample broker can be taken out of the repository as it is, so each has its own copy of words and looks.</summary>
public sealed class SampleBrokerTests
{
    [Theory]
    [InlineData("texts.json")]
    [InlineData("style.css")]
    public void Sample_brokers_have_the_same_words_and_looks(string name)
    {
        var copies = Repository.Under("samples/").Where(file => file.Path.EndsWith($"Broker/{name}", StringComparison.Ordinal)).ToList();

        copies.Count.ShouldBe(3);
        copies.Select(static file => file.Text()).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
    }
}
