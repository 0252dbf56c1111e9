using System.Net;
using Drawbridge.Broker.Documents;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Tests.Documents;

namespace Drawbridge.IntegrationTests.Kyc;

/// <summary>What somebody may send instead of a photograph, over HTTP.</summary>
public sealed class KycUploadTests(SqliteKycHost host) : IClassFixture<SqliteKycHost>
{
    private async Task<(Browser Browser, Page Page, KycTrader Trader)> OpenSelfieAsync(bool cookies = false)
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        var browser = new Browser(host, keepsCookies: cookies);
        var page = await trader.OpenAsync(browser);
        return (browser, (await browser.SubmitAsync(page, "kyc-open-selfie", ("do", "open"))).ShouldShow("kyc-form-selfie"), trader);
    }

    public static TheoryData<string, string, string, string> Abuses => new()
    {
        { "me.jpg", "image/jpeg", "svg", "kind of file" },
        { "me.svg", "image/svg+xml", "svg", "kind of file" },
        { "me.html", "text/html", "html", "kind of file" },
        { "me.pdf", "application/pdf", "pdf", "kind of file" }, // a selfie is a picture
        { "me.jpg", "image/jpeg", "exe", "kind of file" },
        { "me.jpg", "image/jpeg", "empty", "empty" },
        { "me.png", "image/png", "jpeg", "not what its name says" },
        { "me.jpg.exe", "image/jpeg", "jpeg", "not what its name says" },
        { "me.jpg", "text/html", "jpeg", "not what its name says" },
        { "me.jpg", "image/jpeg", "jpeg+zip", "more than a picture" },
        { "me.jpg", "image/jpeg", "jpeg+html", "more than a picture" },
        { "me.jpg", "image/jpeg", "cut", "damaged" },
        { "me.png", "image/png", "bomb", "too many pixels" },
    };

    [Theory] // FLOW-KYC-2
    [MemberData(nameof(Abuses))]
    public async Task What_is_no_photograph_is_refused_in_words_at_its_field(string name, string type, string what, string word)
    {
        var (browser, page, trader) = await OpenSelfieAsync();
        using var _ = browser;

        var answer = (await browser.UploadAsync(page, "kyc-save", ("file-selfie", name, type, new ByteArrayContent(FileOf(what))))).ShouldShow("kyc-form-selfie", 422);

        answer.Element("file-selfie-error").TextContent.ShouldContain(word);
        answer.Element("form-error").QuerySelector("a")!.GetAttribute("href").ShouldBe("#file-selfie");
        (await KeptAsync(trader)).ShouldBe(0);
        (await browser.UploadAsync(answer, "kyc-save", ("file-selfie", "me.jpg", "image/jpeg", KycTrader.Jpeg()))).ShouldShow("kyc").Element("kyc-step-selfie").ClassList.ShouldContain("kyc-done");
    }

    [Fact]
    public async Task A_hundred_megabytes_are_refused_in_words_and_never_held()
    {
        var (browser, page, trader) = await OpenSelfieAsync();
        using var _ = browser;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var endless = new EndlessContent(100 * 1024 * 1024);

        var answer = (await browser.UploadAsync(page, "kyc-save", ("file-selfie", "me.jpg", "image/jpeg", endless))).ShouldShow("kyc-form-selfie", 422);

        answer.Element("file-selfie-error").TextContent.ShouldContain("larger than 10 MB");
        endless.Sent.ShouldBe(100 * 1024 * 1024); // to the end, so that the answer is seen
        endless.LargestHeap.ShouldBeLessThan(before + (64 * 1024 * 1024));
        (await KeptAsync(trader)).ShouldBe(0);
        (await ChunksAsync(trader)).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_out_of_all_proportion_is_not_even_read()
    {
        var (browser, page, trader) = await OpenSelfieAsync();
        using var _ = browser;
        using var claim = new EndlessContent(300L * 1024 * 1024);

        try
        {
            (await browser.UploadAsync(page, "kyc-save", ("file-selfie", "me.jpg", "image/jpeg", claim))).ShouldShow("screen-error", 413).Text.ShouldContain("take smaller pictures");
        }
        catch (HttpRequestException)
        {
            // whoever goes on sending may find the connection closed
        }

        (await DocumentsAsync(trader)).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_without_a_session_gets_a_byte_stored()
    {
        var (browser, page, trader) = await OpenSelfieAsync();
        using var _ = browser;
        page.Document.QuerySelectorAll("[name=session]").ToList().ForEach(static field => field.SetAttribute("value", "somebody else's"));

        (await browser.UploadAsync(page, "kyc-save", ("file-selfie", "me.jpg", "image/jpeg", KycTrader.Jpeg()))).ShouldShow("screen-error", 404);
        browser.FetchSite = "cross-site";
        (await browser.UploadAsync(page, "kyc-save", ("file-selfie", "me.jpg", "image/jpeg", KycTrader.Jpeg()))).ShouldShow("screen-error", 403);

        (await DocumentsAsync(trader)).ShouldBe(0);
    }

    [Theory]
    [InlineData("../../../etc/passwd.jpg", "passwd.jpg")]
    [InlineData(@"..\..\windows\system32\drivers\etc\hosts.jpg", "hosts.jpg")]
    public async Task A_path_for_a_name_is_only_a_name(string name, string shown)
    {
        var (browser, page, _) = await OpenSelfieAsync();
        using var __ = browser;

        page = await browser.UploadAsync(page, "kyc-save", ("file-selfie", name, "image/jpeg", KycTrader.Jpeg()));
        page = await browser.SubmitAsync(page, "kyc-open-selfie", ("do", "open"));

        page.Element("kyc-file-selfie").TextContent.ShouldContain(shown);
        page.Element("kyc-file-selfie").TextContent.ShouldNotContain("..");
    }

    [Fact]
    public async Task A_file_is_given_out_as_an_attachment_that_no_browser_shows_and_to_its_crm_only()
    {
        var crm = await host.NewKycAsync();
        var trader = await host.NewTraderAsync(crm);
        var reference = await trader.SubmitAsync();
        var id = (long)(await host.AskAsync(crm, HttpMethod.Get, $"/{reference}")).Json["documents"]![0]!["id"]!;

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/kyc/cases/{reference}/documents/{id}?sender=Bea");
        request.Headers.Authorization = new("Bearer", crm.Configuration.ManagementKey);
        using var response = await host.Http.SendAsync(request);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(SampleFiles.Jpeg());
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(static header => header.Key, static header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        headers["Content-Disposition"].ShouldStartWith("attachment; filename=front.jpg");
        (headers["X-Content-Type-Options"], headers["Content-Type"], headers["Cache-Control"]).ShouldBe(("nosniff", "image/jpeg", "no-store"));

        var other = await host.NewKycAsync();
        foreach (var path in new[] { "", $"/documents/{id}" })
        {
            (await host.AskAsync(other, HttpMethod.Get, $"/{reference}{path}")).ShouldBeRefused(404, "NOT_FOUND"); // BID-44
        }

        var others = await (await host.NewTraderAsync(other)).SubmitAsync();
        (await host.AskAsync(other, HttpMethod.Get, $"/{others}/documents/{id}")).ShouldBeRefused(404, "NOT_FOUND"); // not through a case of one's own either
        (await host.AskAsync(crm, HttpMethod.Get, $"/{reference}")).Json["history"]!.AsArray().Select(static row => ((string?)row!["what"], (string?)row["who"]))
            .ShouldContain(("FileRead", "Bea"));
    }

    private static byte[] FileOf(string what) => what switch
    {
        "svg" => [.. "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8],
        "html" => [.. "<!doctype html><script>alert(1)</script>"u8],
        "pdf" => SampleFiles.Pdf(),
        "exe" => [.. "MZ\x90\0"u8],
        "empty" => [],
        "jpeg+zip" => SampleFiles.Jpeg(tail: SampleFiles.Zip()),
        "jpeg+html" => SampleFiles.Jpeg(tail: [.. "<html><script>alert(1)</script>"u8]),
        "cut" => SampleFiles.Jpeg()[..40],
        "bomb" => SampleFiles.Png(60_000, 60_000),
        _ => SampleFiles.Jpeg(),
    };

    private Task<long> KeptAsync(KycTrader trader) => CountAsync("select count(*) from documents d join users u on u.id = d.user_id where u.ctrader_user_id = @UserId and d.state = 2", trader);

    private Task<long> DocumentsAsync(KycTrader trader) => CountAsync("select count(*) from documents d join users u on u.id = d.user_id where u.ctrader_user_id = @UserId", trader);

    private Task<long> ChunksAsync(KycTrader trader) => CountAsync(
        "select count(*) from document_chunks c join documents d on d.id = c.document_id join users u on u.id = d.user_id where u.ctrader_user_id = @UserId", trader);

    private Task<long> CountAsync(string sql, KycTrader trader) =>
        host.Database.ReadAsync(session => session.GetAsync<long>(sql, new { trader.UserId }), CancellationToken.None);

    /// <summary>A picture that does not end, sent as it is read.</summary>
    private sealed class EndlessContent(long length) : HttpContent
    {
        public long Sent { get; private set; }

        public long LargestHeap { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var block = new byte[DocumentCipher.ChunkLength];
            Array.Fill(block, (byte)'x');
            SampleFiles.Jpeg()[..^2].CopyTo(block, 0);
            for (var left = length; left > 0; left -= block.Length)
            {
                await stream.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)));
                Array.Fill(block, (byte)'x');
                LargestHeap = Math.Max(LargestHeap, GC.GetTotalMemory(forceFullCollection: false));
                Sent += Math.Min(left, block.Length);
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
