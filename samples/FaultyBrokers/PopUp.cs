using DotnetBroker;

namespace FaultyBrokers;

/// <summary>Screens open a window of their own, when they load and at the first click, which no browser blocks (SCR-65).</summary>
public sealed class PopUp(BrokerSettings settings, CrmCalls calls, SuccessUrls successUrls) : Pages(settings, calls, successUrls)
{
    protected override string Policy => $"{base.Policy}; script-src 'unsafe-inline'";

    protected override Html FooterOf(Screen screen) => Html.Of($$"""
        {{base.FooterOf(screen)}}
        <script>
        const open = () => window.open('about:blank', 'offer', 'width=300,height=200');
        open();
        document.addEventListener('click', open, { once: true });
        </script>
        """);
}
