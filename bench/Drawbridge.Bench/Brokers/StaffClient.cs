namespace Drawbridge.Bench.Brokers;

/// <summary>A member of staff who has signed in to the console.</summary>
internal sealed class StaffClient : IDisposable
{
    private readonly HttpClient _http; // keeps cookies and follows redirections, as a browser does

    private StaffClient(ServerProcess server)
    {
        _http = server.NewClient();
        _http.BaseAddress = server.Url;
    }

    public static async Task<StaffClient> SignInAsync(ServerProcess server)
    {
        var staff = new StaffClient(server);
        using var form = new FormUrlEncodedContent([new("email", BenchBroker.StaffEmail), new("password", BenchBroker.StaffPassword)]);
        using var answer = await staff._http.PostAsync("/console/sign-in", form);
        return answer.IsSuccessStatusCode ? staff : throw new InvalidOperationException($"The console answered a sign-in with {answer.StatusCode}.");
    }

    /// <summary>The text of a page.</summary>
    public async Task<string> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return answer.IsSuccessStatusCode && answer.RequestMessage!.RequestUri!.PathAndQuery == path
            ? await answer.Content.ReadAsStringAsync()
            : throw new InvalidOperationException($"{path} answered {answer.StatusCode}, from {answer.RequestMessage!.RequestUri!.AbsolutePath}.");
    }

    public void Dispose() => _http.Dispose();
}
