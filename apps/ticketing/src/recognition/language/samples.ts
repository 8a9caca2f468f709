/** What customers write to a desk, by language: the commonest small words and the words of every day's trouble. Profiles are made of it. */
export const SAMPLES: Readonly<Record<string, string>> = {
  en: `the and you that was for are with his they this have from not had but what all were when your can said there use each which she how their will
    other about out many then them these some her would make like him into time has look two more write see number way could people my than first been call
    who its now find long down day did get come made may where is it in to of a i we hello hi please help thanks thank order my order has not arrived where
    is my package refund i want my money back the payment failed cannot log in password reset does not work broken account delivery shipping how do i
    change cancel invoice when will it be delivered i need to speak to a person page will not load error message still waiting talk to someone good morning`,
  es: `de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre
    también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso ante ellos e esto mí antes algunos qué unos yo otro hola
    buenos días buenas tardes gracias por favor ayuda necesito quiero mi pedido no ha llegado dónde está mi paquete reembolso devolver el dinero el pago ha
    fallado no puedo iniciar sesión contraseña no funciona cuenta envío entrega cómo puedo cambiar cancelar factura cuándo llegará hablar con una persona
    tengo un problema error sigue sin funcionar todavía estoy esperando roto producto compré tienda`,
  fr: `de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont nous vous ou mais avec elle leur été comme on tout
    si sans fait être ont cette aussi même je j'ai c'est bonjour bonsoir merci s'il vous plaît aidez aide besoin je voudrais ma commande n'est pas arrivée
    où est mon colis remboursement argent le paiement a échoué je ne peux pas me connecter mot de passe ne fonctionne pas ne marche plus compte livraison
    comment changer annuler facture quand sera livré parler à un conseiller une personne problème erreur toujours pas reçu en attente cassé produit acheté`,
  de: `der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am
    sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei ich mein meine wir ihr hallo guten tag danke
    bitte hilfe brauche ich möchte meine bestellung ist nicht angekommen wo ist mein paket rückerstattung geld zurück zahlung fehlgeschlagen kann mich
    nicht anmelden passwort funktioniert nicht konto lieferung versand wie kann ändern stornieren rechnung wann wird geliefert mit einem menschen sprechen
    mitarbeiter problem fehler immer noch warte kaputt defekt gekauft seit wann können sie mir helfen`,
  pt: `de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu
    também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você olá oi bom dia boa tarde obrigado obrigada
    por favor ajuda preciso quero meu pedido não chegou onde está meu pacote encomenda reembolso dinheiro de volta o pagamento falhou não consigo entrar
    senha não funciona conta envio entrega como posso alterar cancelar fatura quando será entregue falar com uma pessoa atendente problema erro ainda
    esperando quebrado produto comprei loja não recebi`,
  it: `di e il la che in a per un è con non una si da come del le al dei nel della sono alla più ha anche i o ma gli delle se lo ci questo mi dal ho alle
    dalla nella loro essere stato tutti quando fatto ancora molto io mio mia ciao buongiorno buonasera grazie per favore aiuto ho bisogno vorrei il mio
    ordine non è arrivato dov'è il mio pacco rimborso soldi il pagamento non è riuscito non riesco ad accedere password non funziona conto account
    spedizione consegna come posso cambiare annullare fattura quando sarà consegnato parlare con una persona operatore problema errore sto ancora
    aspettando rotto prodotto comprato negozio perché dove cosa questa quello`,
  vi: `và của có là không được cho với các trong một những này đó tôi bạn anh chị em chúng mình người khi đã đang sẽ rất cũng nhưng vì nếu thì mà ở
    từ đến về ra vào lên xuống xin chào cảm ơn vui lòng giúp đỡ giúp tôi cần muốn đơn hàng của tôi chưa đến ở đâu kiện hàng gói hàng hoàn tiền trả lại tiền
    thanh toán thất bại không thể đăng nhập mật khẩu không hoạt động tài khoản giao hàng vận chuyển làm thế nào để thay đổi hủy hóa đơn khi nào giao nói chuyện
    với nhân viên người thật vấn đề lỗi vẫn đang chờ bị hỏng sản phẩm đã mua cửa hàng tại sao bao giờ bao lâu`,
};
