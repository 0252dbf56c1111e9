using Drawbridge.Broker.Console.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Layout;

/// <summary>Base of every page of the console and part of a page.</summary>
public abstract class ConsoleComponent : ComponentBase
{
    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    private protected ConsoleScreen Screen => Context.Features.Get<ConsoleScreen>()!;

    private protected StaffCaller Caller => Screen.Caller!;

    private protected TModel ModelOf<TModel>() => (TModel)Screen.Model!;

    private protected bool May(ConsolePermission permission) => Screen.May(permission);
}

/// <summary>The same for layouts.</summary>
public abstract class ConsoleLayoutComponent : LayoutComponentBase
{
    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    private protected ConsoleScreen Screen => Context.Features.Get<ConsoleScreen>()!;

    private protected bool May(ConsolePermission permission) => Screen.May(permission);
}
