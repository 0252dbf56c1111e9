using System.Text;
using Drawbridge.Platform.Journal;

namespace Drawbridge.IntegrationTests.Platform;

public sealed class MaskingTests
{
    [Fact]
    public void Only_the_last_2000_calls_are_kept()
    {
        var journal = new CallJournal();
        for (var i = 0; i < CallJournal.Capacity + 5; i++)
        {
            journal.Add(new()
            {
                At = default, Direction = JournalEntry.FromBroker, Method = "GET", Route = "/", Query = "", Status = 200, Milliseconds = 0, CorrelationId = "",
            });
        }

        journal.Read(JournalFilter.Everything).Entries.Count.ShouldBe(CallJournal.Capacity);
        journal.Read(JournalFilter.Everything).Entries[0].Id.ShouldBe(6);
        journal.Read(new JournalFilter { After = 2003 }).Entries.Count.ShouldBe(2);
    }

    [Theory] // B2P-0-23
    [InlineData("""{"Token":"a","list":[{"HASHEDPASSWORD":"b"}],"code":"c","n":1}""", """{"Token":"•••","list":[{"HASHEDPASSWORD":"•••"}],"code":"•••","n":1}""")]
    [InlineData("""{"traderPasswordHash":{"deep":"x"},"webservToken":["y"]}""", """{"traderPasswordHash":"•••","webservToken":"•••"}""")]
    [InlineData("""{"description":"see dbot_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", """{"description":"see •••"}""")]
    [InlineData("password=x", "(10 bytes that are not JSON)")]
    public void What_is_secret_is_masked_wherever_it_stands(string body, string expected) =>
        Masking.Request(Encoding.UTF8.GetBytes(body)).ShouldBe(expected);

    [Theory] // B2P-0-23
    [InlineData("?a=1&token=x&b=2", "a=1&token=•••&b=2")]
    [InlineData("?%74oken=x&ACCESSTOKEN=y", "%74oken=•••&ACCESSTOKEN=•••")]
    [InlineData("?q=dbat_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "q=•••")]
    [InlineData("", "")]
    public void What_is_secret_in_a_query_is_masked(string query, string expected) => Masking.Query(query).ShouldBe(expected);
}
