using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.IntegrationTests.Conformance.Harness;

/// <summary>Puts the mutation that is in force before everything that the broker does.</summary>
internal sealed class MutationFilter : IStartupFilter
{
    /// <summary>Null = the broker is as it is.</summary>
    public Mutation? Current { get; set; }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(HandleAsync);
        next(app);
    };

    private Task HandleAsync(HttpContext context, RequestDelegate next) =>
        Current?.Handle is { } handle ? MutateAsync(context, next, handle) : next(context);

    private static async Task MutateAsync(HttpContext context, RequestDelegate next, Func<Intercepted, Task<Reply>> handle)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var reply = await handle(new Intercepted(context, () => next(context), await reader.ReadToEndAsync()));
        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Headers[name] = value;
            }
        }

        if (reply.Body.Length > 0)
        {
            await context.Response.WriteAsync(reply.Body);
        }
    }
}
