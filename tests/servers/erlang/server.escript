#!/usr/bin/env escript
%% Serves each pair of certificate and key file on a port of its own. See all_at_once in sent_servers.py.

main(_) ->
    {ok, _} = application:ensure_all_started(ssl),
    logger:set_primary_config(level, none),
    read().

read() ->
    case string:trim(io:get_line("")) of
        "." ->
            io:format(".~n"),
            receive stop -> ok end;
        Line ->
            [Number, Certificate, Key, Password] = string:lexemes(Line, " "),
            serve(Number, Certificate, Key, [{password, Password} || Password =/= "-"]),
            read()
    end.

serve(Number, Certificate, Key, More) ->
    case ssl:listen(0, [{ip, {127, 0, 0, 1}}, {certfile, Certificate}, {keyfile, Key}, {reuseaddr, true} | More]) of
        {ok, Listener} ->
            {ok, {_, Port}} = ssl:sockname(Listener),
            spawn(fun() -> accept(Listener) end),
            io:format("~s ~b~n", [Number, Port]);
        {error, Reason} ->
            io:format("~s refused ~0p~n", [Number, Reason])
    end.

accept(Listener) ->
    {ok, Connection} = ssl:transport_accept(Listener),
    Worker = spawn(fun() -> receive go -> ssl:handshake(Connection, 5000) end, receive stop -> ok end end),
    ssl:controlling_process(Connection, Worker),
    Worker ! go,
    accept(Listener).
