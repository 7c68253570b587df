using Wolverine;
using Wolverine.Runtime.Handlers;

namespace Nscp.Reviews.Api.Followers;

/// <summary>
/// Refuses to start where a kind of message has no handler: such a message would be marked as handled, and be gone. A handler is found by its class's name, which
/// ends in Handler or Consumer; each kind of message of ours is an <see cref="IMessage"/>.
/// </summary>
sealed class MessageCheck(HandlerGraph handlers, WolverineOptions options) : IHostedService
{
    /// <exception cref="InvalidOperationException">Names the kinds that nobody would handle.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        List<string> unhandled = [.. options.Assemblies.Append(typeof(MessageCheck).Assembly).Distinct()
            .SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IMessage)) && !handlers.CanHandle(type))
            .Select(type => type.Name)];
        return unhandled.Count == 0 ? Task.CompletedTask : throw new InvalidOperationException(
            $"No handler was found for {string.Join(", ", unhandled)}: a class whose name ends in Handler must have a HandleAsync for it, and its code must have been written (codegen write).");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
