namespace Nscp.Reviews.Api.Problems;

/// <summary>A no, as RFC 9457 has it: <c>application/problem+json</c>.</summary>
/// <param name="Type"><c>urn:nscp:reviews:</c> and a stable code.</param>
/// <param name="Title">The kind of no, in plain English.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong with this request, as a sentence.</param>
/// <param name="WhatToDo">What to do next.</param>
/// <param name="Errors">For 400: what is wrong with each field, each text the end of a sentence that begins with the field's name.</param>
/// <param name="Codes">For 409, where something irregular may be recorded all the same: what to send back under <c>despite</c>, with a reason.</param>
/// <param name="TraceId">To be quoted when asking for help.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string WhatToDo,
    IReadOnlyDictionary<string, string[]>? Errors = null, ListOf<string>? Codes = null, string? TraceId = null)
{
    const string Prefix = "urn:nscp:reviews:";

    internal static string UrnOf(string code) => Prefix + code;

    internal static Problem Of(int status, string code, string title, string detail, string whatToDo) => new(UrnOf(code), title, status, detail, whatToDo);
}
