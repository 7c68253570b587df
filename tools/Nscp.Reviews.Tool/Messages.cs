namespace Nscp.Reviews.Tool;

/// <summary>The command was written wrongly.</summary>
sealed class UsageException(string message) : Exception(message);

/// <summary>The command could not be carried out; the message tells a person why.</summary>
sealed class ToolException(string message) : Exception(message);

/// <summary>Says at once what is being done: Progress&lt;T&gt; would say it later, on another thread.</summary>
sealed class Lines : IProgress<string>
{
    public void Report(string value) => Console.Error.WriteLine(value);
}
