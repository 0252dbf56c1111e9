using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.BrowserTests.Conformance;

/// <summary>Stands in front of our broker and breaks the rule that a test wants broken. Nothing in the product knows of it.</summary>
internal sealed class BrokenRules : IStartupFilter
{
    private volatile Func<HttpContext, RequestDelegate, Task>? _now;

    /// <summary>What is done to requests and answers until the result is disposed.</summary>
    public IDisposable Break(Func<HttpContext, RequestDelegate, Task> how)
    {
        _now = how;
        return new Mended(this);
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((HttpContext context, RequestDelegate rest) => _now is { } how ? how(context, rest) : rest(context));
        next(app);
    };

    private sealed class Mended(BrokenRules rules) : IDisposable
    {
        public void Dispose() => rules._now = null;
    }
}
